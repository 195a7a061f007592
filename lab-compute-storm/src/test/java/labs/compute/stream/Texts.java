package labs.compute.stream;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Texts to count, and what is in them. */
final class Texts {
    private Texts() {}

    /** Lines of three to eight words; the lower its number, the more often a word comes. */
    static List<String> random(int lines, long seed) {
        var random = new Random(seed);
        return Stream.generate(() -> line(random)).limit(lines).toList();
    }

    private static String line(Random random) {
        return IntStream.range(0, 3 + random.nextInt(6))
                .mapToObj(i -> word(random))
                .collect(Collectors.joining(" "));
    }

    private static String word(Random random) {
        return "w" + (int) (50 * Math.pow(random.nextDouble(), 3));
    }

    /** The truth. */
    static SortedMap<String, Long> counts(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Stream.of(SplitBolt.words(line)))
                .collect(Collectors.groupingBy(word -> word, TreeMap::new, Collectors.counting()));
    }

    static List<Ranked> top(int n, Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> new Ranked(count.getKey(), count.getValue()))
                .sorted()
                .limit(n)
                .toList();
    }
}
