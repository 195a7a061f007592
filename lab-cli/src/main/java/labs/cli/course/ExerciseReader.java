package labs.cli.course;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import labs.cli.problem.Problems;
import labs.cli.yaml.YamlMap;
import labs.cli.yaml.YamlText;

/** Reads the exercises of a manifest, in the order of their dependencies. */
final class ExerciseReader {
    private static final int ALL_POINTS = 100;
    private static final int DEFAULT_SECONDS = 60;

    private final Path file;
    private final Path dir;
    private final String chapter;
    private final boolean reference;
    private final Problems problems;
    private final Unique files;
    private final Unique tests;
    private final List<String> ids = new ArrayList<>();

    ExerciseReader(Path file, String chapter, boolean reference, Problems problems) {
        this.file = file;
        this.dir = file.toAbsolutePath().getParent();
        this.chapter = chapter;
        this.reference = reference;
        this.problems = problems;
        this.files = new Unique(file, "file", problems);
        this.tests = new Unique(file, "test", problems);
    }

    List<Exercise> read(YamlMap manifest) {
        List<Exercise> exercises = new ArrayList<>();
        for (YamlMap map : manifest.maps("exercises")) {
            exercises.add(exercise(map));
        }
        int points = exercises.stream().mapToInt(Exercise::points).sum();
        if (points != ALL_POINTS) {
            problems.add(
                    file,
                    manifest.line("exercises"),
                    "the points add up to %d, not to %d",
                    points,
                    ALL_POINTS);
        }
        return exercises;
    }

    private Exercise exercise(YamlMap map) {
        map.knows(
                "id", "title", "points", "lines", "seconds", "memory", "disk", "needs", "files",
                "tests", "hints");
        List<String> needs = needs(map);
        return new Exercise(
                id(map),
                map.text("title"),
                map.number("points", 1),
                map.number("lines", 1),
                map.number("seconds", 1, DEFAULT_SECONDS),
                map.number("memory", 1, Exercise.DEFAULT_MEMORY),
                map.number("disk", 1, Exercise.DEFAULT_DISK),
                needs,
                files(map),
                tests(map),
                someOf(map, "hints"));
    }

    private String id(YamlMap map) {
        String id = map.text("id");
        String expected = chapter + "-" + (ids.size() + 1);
        if (!id.equals(expected)) {
            problems.add(
                    file,
                    map.line("id"),
                    "the id must be %s here, and it is '%s': ids count from 1, in order",
                    expected,
                    id);
        }
        ids.add(expected);
        return id;
    }

    private List<String> needs(YamlMap map) {
        for (YamlText need : map.texts("needs")) {
            if (!ids.contains(need.value())) {
                problems.add(
                        file, need.line(), "'%s' is not an exercise before this one", need.value());
            }
        }
        return values(map.texts("needs"));
    }

    private List<String> files(YamlMap map) {
        for (YamlText name : map.texts("files")) {
            files.add(name);
            Path path = dir.resolve(name.value()).normalize();
            if (!path.startsWith(dir.resolve("src/main"))) {
                problems.add(file, name.line(), "%s is not below src/main", name.value());
            } else if (reference && !Files.isRegularFile(path)) {
                problems.add(file, name.line(), "there is no file %s", name.value());
            }
        }
        return someOf(map, "files");
    }

    private List<String> tests(YamlMap map) {
        for (YamlText name : map.texts("tests")) {
            tests.add(name);
            if (!ClassSource.exists(dir.resolve("src/test/java"), name.value())) {
                problems.add(
                        file, name.line(), "there is no class %s in src/test/java", name.value());
            }
        }
        return someOf(map, "tests");
    }

    private List<String> someOf(YamlMap map, String key) {
        List<String> values = values(map.texts(key));
        if (values.isEmpty() && map.has(key)) {
            problems.add(file, map.line(key), "'%s' must name at least one", key);
        }
        return values;
    }

    private static List<String> values(List<YamlText> texts) {
        return texts.stream().map(YamlText::value).toList();
    }
}
