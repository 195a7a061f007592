package labs.compute.mapreduce;

import java.io.IOException;
import java.util.Iterator;

/** How often each word occurs; a word is what stands between spaces. */
public final class WordCount implements Job {
    private static final Slice ONE = Slice.of("1");

    private final Slice word = new Slice();

    @Override
    public void map(Slice line, Emitter out) throws IOException {
        int start = 0;
        for (int i = 0; i <= line.length(); i++) {
            if (i == line.length() || line.at(i) == ' ') {
                if (i > start) {
                    out.emit(word.set(line.bytes, line.offset + start, i - start), ONE);
                }
                start = i + 1;
            }
        }
    }

    @Override
    public void reduce(Slice key, Iterator<Slice> values, Emitter out) throws IOException {
        long sum = 0;
        while (values.hasNext()) {
            sum += number(values.next());
        }
        out.emit(key, Slice.of(Long.toString(sum)));
    }

    private static long number(Slice digits) {
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            number = 10 * number + digits.at(i) - '0';
        }
        return number;
    }

    @Override
    public boolean combines() {
        return true;
    }
}
