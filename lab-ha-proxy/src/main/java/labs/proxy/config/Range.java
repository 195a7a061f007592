package labs.proxy.config;

import java.util.ArrayList;
import java.util.List;

/** Whole numbers from one to another, both of them in it. Immutable. */
public record Range(long least, long most) {
    /**
     * Reads numbers to compare with: {@code 3}, {@code 2:5}, and behind a word, {@code gt 3}. A
     * word holds for all numbers behind it, up to the next one.
     *
     * @throws LineException if one is neither
     */
    static List<Range> read(List<String> words) {
        var ranges = new ArrayList<Range>();
        String comparison = "eq";
        for (String word : words) {
            if (word.matches("eq|gt|ge|lt|le")) {
                comparison = word;
            } else {
                ranges.add(of(comparison, word));
            }
        }
        if (ranges.isEmpty()) {
            throw new LineException("'" + comparison + "' without a number behind it");
        }
        return ranges;
    }

    private static Range of(String comparison, String word) {
        if (comparison.equals("eq") && word.matches("\\d{1,9}:\\d{1,9}")) {
            String[] ends = word.split(":");
            return new Range(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
        }
        int number = Values.number(word, "what to compare with,", 0, 999_999_999);
        return switch (comparison) {
            case "gt" -> new Range(number + 1L, Long.MAX_VALUE);
            case "ge" -> new Range(number, Long.MAX_VALUE);
            case "lt" -> new Range(0, number - 1L);
            case "le" -> new Range(0, number);
            default -> new Range(number, number);
        };
    }

    public boolean holds(long number) {
        return least <= number && number <= most;
    }
}
