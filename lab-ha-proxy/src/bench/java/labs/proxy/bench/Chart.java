package labs.proxy.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One figure of each rival, round by round, as {@code lab bench} wants it. */
record Chart(
        String name,
        String title,
        String unit,
        boolean higherIsBetter,
        double goal,
        Map<String, List<Double>> values) {
    Chart(String name, String title, String unit, boolean higherIsBetter, double goal) {
        this(name, title, unit, higherIsBetter, goal, new LinkedHashMap<>());
    }

    void add(String rival, double value) {
        values.computeIfAbsent(rival, any -> new ArrayList<>()).add(value);
        System.out.printf(Locale.ROOT, "  %-10s %-42s %,12.2f %s%n", rival, title, value, unit);
    }

    /** A goal of 0 is none. */
    String json() {
        String series =
                values.entrySet().stream()
                        .map(entry -> series(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", "));
        return """
                {"name": "%s", "title": "%s", "unit": "%s", "better": "%s",
                 "series": [%s],
                 "ratios": [{"of": "ours", "to": "HAProxy"%s}]}"""
                .formatted(
                        name,
                        title,
                        unit,
                        higherIsBetter ? "higher" : "lower",
                        series,
                        goal == 0 ? "" : ", \"goal\": " + goal);
    }

    private static String series(String rival, List<Double> values) {
        return values.stream()
                .map(value -> String.format(Locale.ROOT, "%.4f", value))
                .collect(
                        Collectors.joining(
                                ", ", "{\"name\": \"" + rival + "\", \"values\": [", "]}"));
    }
}
