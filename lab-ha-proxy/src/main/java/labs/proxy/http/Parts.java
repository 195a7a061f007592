package labs.proxy.http;

import java.util.ArrayList;
import java.util.List;
import labs.proxy.config.Sample;

/**
 * {@code field(N,SEPARATORS,COUNT)} and {@code word}: a part of a text, or some that stand
 * together. From the end if N is negative; all up to the end, or to the beginning, if COUNT is 0.
 */
final class Parts {
    private record Part(int from, int to) {}

    private Parts() {}

    /** Null if there is no such part. */
    static String of(String text, Sample.Call call, boolean words) {
        List<Part> parts = parts(text, call.argument(1, ","), words);
        int number = Integer.parseInt(call.argument(0, "1"));
        int count = Integer.parseInt(call.argument(2, "1"));
        int at = number > 0 ? number - 1 : parts.size() + number;
        if (at < 0 || at >= parts.size()) {
            return null;
        }
        int most = count == 0 ? parts.size() : count;
        int first = number > 0 ? at : Math.max(0, at - most + 1);
        int last = number > 0 ? Math.min(parts.size() - 1, at + most - 1) : at;
        return text.substring(parts.get(first).from(), parts.get(last).to());
    }

    private static List<Part> parts(String text, String separators, boolean words) {
        var parts = new ArrayList<Part>();
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || separators.indexOf(text.charAt(i)) >= 0) {
                if (!words || i > from) {
                    parts.add(new Part(from, i));
                }
                from = i + 1;
            }
        }
        return parts;
    }
}
