package labs.cli.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import labs.cli.bench.Bench.Result;

/** Writes what was measured, a line for each result. */
public final class BenchWriter {
    private static final ObjectMapper JSON =
            JsonMapper.builder().serializationInclusion(JsonInclude.Include.NON_NULL).build();

    private BenchWriter() {}

    /**
     * Puts the results of a part of a benchmark among those of the whole one that the file has:
     * each in the place of the one of its name, new ones at the end.
     *
     * @throws labs.cli.problem.CourseException if the file has something else
     */
    public static void merge(Bench part, Path file) {
        Map<String, Result> all = new LinkedHashMap<>();
        if (Files.exists(file)) {
            BenchReader.read(file, part.chapter())
                    .results()
                    .forEach(one -> all.put(one.name(), one));
        }
        part.results().forEach(one -> all.put(one.name(), one));
        write(part.chapter(), all, file);
    }

    private static void write(String chapter, Map<String, Result> results, Path file) {
        String lines =
                results.values().stream()
                        .map(result -> "  " + json(result))
                        .collect(Collectors.joining(",\n"));
        String text = "{\"chapter\": %s, \"results\": [%n%s%n]}%n".formatted(json(chapter), lines);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + file, failed);
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what was read cannot be written", impossible);
        }
    }
}
