package labs.compute.demo;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A text of words, frequent and rare ones, and how often each is in it. */
final class GeneratedText {
    private static final int VOCABULARY = 200_000;
    private static final int SAMPLES = 1 << 20; // drawn beforehand: a power for each word is slow
    private static final int WORDS_A_LINE = 12;

    private final SplittableRandom random;
    private final long[] counts = new long[VOCABULARY];
    private final int[] drawn = new int[SAMPLES];

    GeneratedText(long seed) {
        random = new SplittableRandom(seed);
        Arrays.setAll(drawn, i -> (int) Math.pow(VOCABULARY, random.nextDouble()));
    }

    /** Writes about so many bytes, in whole lines. */
    void write(Path file, long bytes) throws IOException {
        byte[][] words = new byte[VOCABULARY][];
        Arrays.setAll(words, i -> ("w" + i).getBytes(StandardCharsets.US_ASCII));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            long written = 0;
            while (written < bytes) {
                for (int i = 1; i <= WORDS_A_LINE; i++) {
                    int word = drawn[random.nextInt(SAMPLES)];
                    counts[word]++;
                    out.write(words[word]);
                    out.write(i == WORDS_A_LINE ? '\n' : ' ');
                    written += words[word].length + 1;
                }
            }
        }
    }

    long words() {
        return Arrays.stream(counts).sum();
    }

    long distinct() {
        return Arrays.stream(counts).filter(count -> count > 0).count();
    }

    /** What the parts of a count say differently; empty if nothing. */
    String differenceTo(Path parts) throws IOException {
        long[] left = counts.clone();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(parts, "part-*")) {
            for (Path part : files) {
                subtract(part, left);
            }
        }
        for (int word = 0; word < left.length; word++) {
            if (left[word] != 0) {
                return "w%d is %,d times in the text, and was counted %,d times"
                        .formatted(word, counts[word], counts[word] - left[word]);
            }
        }
        return "";
    }

    private static void subtract(Path part, long[] left) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(part)) {
            String line;
            while ((line = in.readLine()) != null) {
                int tab = line.indexOf('\t');
                left[Integer.parseInt(line.substring(1, tab))] -=
                        Long.parseLong(line.substring(tab + 1));
            }
        }
    }
}
