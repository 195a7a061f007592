package labs.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import labs.cli.bench.Bench.Ratio;
import labs.cli.bench.Bench.Result;
import labs.cli.bench.Bench.Series;
import labs.cli.problem.CourseException;
import labs.cli.problem.Problems;

/** Reads the JSON of a benchmark strictly: what comes out can be compared and drawn. */
public final class BenchReader {
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final Path file;
    private final Problems problems = new Problems();

    private BenchReader(Path file) {
        this.file = file;
    }

    /**
     * @throws CourseException with everything that is wrong with the file
     */
    public static Bench read(Path file, String chapter) {
        BenchReader reader = new BenchReader(file);
        Bench bench = reader.parse();
        reader.check(bench, chapter);
        reader.problems.throwIfAny();
        return bench;
    }

    private Bench parse() {
        try {
            return JSON.readValue(Files.readString(file), Bench.class);
        } catch (NoSuchFileException absent) {
            throw new CourseException(file, 0, "was not written by the benchmark");
        } catch (JsonProcessingException wrong) {
            int line = wrong.getLocation() == null ? 0 : wrong.getLocation().getLineNr();
            throw new CourseException(file, Math.max(0, line), wrong.getOriginalMessage());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void check(Bench bench, String chapter) {
        must(chapter.equals(bench.chapter()), "chapter must be '%s'", chapter);
        must(bench.results() != null && !bench.results().isEmpty(), "there are no results");
        Set<String> names = new HashSet<>();
        for (Result result : nullToEmpty(bench.results())) {
            must(names.add(result.name()), "two results are called '%s'", result.name());
            check(result);
        }
    }

    private void check(Result result) {
        String name = String.valueOf(result.name());
        must(name.matches("[a-z0-9][a-z0-9-]*"), "'%s' cannot be part of a file's name", name);
        must(filled(result.title()) && filled(result.unit()), "%s: title or unit is empty", name);
        must(
                List.of("higher", "lower").contains(String.valueOf(result.better())),
                "%s: better must be higher or lower",
                name);
        Set<String> sides = new HashSet<>();
        Set<Integer> rounds = new HashSet<>();
        for (Series series : nullToEmpty(result.series())) {
            must(filled(series.name()), "%s: a series without a name", name);
            must(sides.add(series.name()), "%s: two series are called '%s'", name, series.name());
            rounds.add(nullToEmpty(series.values()).size());
            must(positive(series), "%s: the values of %s must be above 0", name, series.name());
        }
        must(!sides.isEmpty(), "%s: there are no series", name);
        must(rounds.size() <= 1, "%s: the series have different numbers of rounds", name);
        must(!rounds.contains(0), "%s: a series has no values", name);
        nullToEmpty(result.ratios()).forEach(ratio -> check(name, ratio, sides));
    }

    private void check(String name, Ratio ratio, Set<String> sides) {
        must(sides.contains(ratio.of()), "%s: no series is called '%s'", name, ratio.of());
        must(sides.contains(ratio.to()), "%s: no series is called '%s'", name, ratio.to());
        must(ratio.goal() == null || ratio.goal() > 0, "%s: a goal must be above 0", name);
    }

    private static boolean positive(Series series) {
        return nullToEmpty(series.values()).stream()
                .allMatch(value -> value != null && value > 0 && Double.isFinite(value));
    }

    private static boolean filled(String text) {
        return text != null && !text.isBlank();
    }

    private static <T> List<T> nullToEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }

    private void must(boolean holds, String message, Object... arguments) {
        if (!holds) {
            problems.add(file, 0, message, arguments);
        }
    }
}
