package labs.kit.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One chart of the result: the values of each system, round by round, and the ratios that count.
 * Confined to one thread.
 */
public final class Series {
    private final String name;
    private final String title;
    private final String unit;
    private final boolean higher;
    private final Map<String, List<Double>> values = new LinkedHashMap<>();
    private final List<String> ratios = new ArrayList<>();

    /**
     * @param name of the chart's file
     * @param title what was measured, for people
     * @param higher whether more is better
     */
    public Series(String name, String title, String unit, boolean higher) {
        this.name = name;
        this.title = title;
        this.unit = unit;
        this.higher = higher;
    }

    /** Adds the value of the next round. */
    public void add(String system, double value) {
        values.computeIfAbsent(system, s -> new ArrayList<>()).add(value);
    }

    /** The same, and says it on one line of standard output. */
    public void addAndPrint(String system, double value) {
        add(system, value);
        System.out.printf(Locale.ROOT, "  %-10s %-42s %,12.2f %s%n", system, title, value, unit);
    }

    /** With a goal: at least that, or at most that where lower is better. */
    public void ratio(String of, String to, double goal) {
        ratio(of, to, String.format(Locale.ROOT, ", \"goal\": %s", goal));
    }

    /** Only to be printed. */
    public void ratio(String of, String to) {
        ratio(of, to, "");
    }

    private void ratio(String of, String to, String goal) {
        ratios.add(String.format("{\"of\": \"%s\", \"to\": \"%s\"%s}", of, to, goal));
    }

    @Override
    public String toString() {
        return name;
    }

    /** As {@code lab bench} wants it. */
    public String json() {
        String series =
                values.entrySet().stream()
                        .map(
                                e ->
                                        "{\"name\": \""
                                                + e.getKey()
                                                + "\", \"values\": "
                                                + numbers(e.getValue())
                                                + "}")
                        .collect(Collectors.joining(",\n    "));
        return String.format(
                "{\"name\": \"%s\", \"title\": \"%s\", \"unit\": \"%s\", \"better\": \"%s\",%n   \"series\": [%s],%n"
                        + "   \"ratios\": [%s]}",
                name, title, unit, higher ? "higher" : "lower", series, String.join(", ", ratios));
    }

    private static String numbers(List<Double> numbers) {
        return numbers.stream()
                .map(n -> String.format(Locale.ROOT, n < 100 ? "%.3f" : "%.0f", n))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
