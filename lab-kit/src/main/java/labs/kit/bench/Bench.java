package labs.kit.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One run of a chapter's benchmark, by its arguments: the file for the result, and perhaps the
 * parts to run.
 *
 * @param file where the result is written
 * @param parts to run, in the order of the arguments
 */
public record Bench(String chapter, Path file, List<String> parts) {
    /**
     * Reads the arguments of a benchmark's main. Ends the JVM with exit code 2, and says which
     * parts there are, if a part is unknown.
     *
     * @param known all parts, in the order in which they run by default
     */
    public static Bench of(String chapter, List<String> known, String... arguments) {
        if (arguments.length == 0) {
            System.err.println("usage: FILE [PART…], where FILE is for the result, as JSON");
            System.exit(2);
        }
        List<String> named = List.of(arguments).subList(1, arguments.length);
        List<String> unknown = named.stream().filter(part -> !known.contains(part)).toList();
        if (!unknown.isEmpty()) {
            System.err.println(
                    "there is no part %s; the parts are %s"
                            .formatted(String.join(", ", unknown), String.join(", ", known)));
            System.exit(2);
        }
        return new Bench(chapter, Path.of(arguments[0]), named.isEmpty() ? known : named);
    }

    /** Whether that part is to run. */
    public boolean runs(String part) {
        return parts.contains(part);
    }

    /** The name of a round for progress: those below 0 warm up, and do not count. */
    public static String label(int round) {
        return round < 0 ? "warm-up" : "round " + (round + 1);
    }

    /** Writes what was measured so far, as {@code lab bench} reads it. */
    public void write(List<Series> all) {
        String results = all.stream().map(Series::json).collect(Collectors.joining(",\n  "));
        String json =
                "{\"chapter\": \"%s\", \"results\": [\n  %s\n]}\n".formatted(chapter, results);
        try {
            Files.writeString(file, json);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the result to " + file, e);
        }
    }
}
