package labs.cli.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import labs.cli.course.Mistake.Replacement;
import labs.cli.problem.CourseException;
import labs.cli.problem.Problems;
import labs.cli.yaml.YamlFile;
import labs.cli.yaml.YamlMap;

/** Reads the planted mistakes of a chapter, strictly. */
public final class MistakeReader {
    private final Chapter chapter;
    private final Problems problems = new Problems();

    private MistakeReader(Chapter chapter) {
        this.chapter = chapter;
    }

    /**
     * All mistakes of {@code chapter} by name; none when it has no folder {@code mistakes}.
     *
     * @throws CourseException with every error in them
     */
    public static List<Mistake> readAll(Chapter chapter) {
        return new MistakeReader(chapter).readAll();
    }

    private List<Mistake> readAll() {
        List<Mistake> mistakes = new ArrayList<>();
        for (Path file : files()) {
            try {
                mistakes.add(mistake(file, YamlFile.read(file, problems)));
            } catch (CourseException unreadable) {
                problems.addAll(unreadable.problems());
            }
        }
        problems.throwIfAny();
        return mistakes;
    }

    private List<Path> files() {
        Path dir = chapter.dir().resolve("mistakes");
        if (!Files.isDirectory(dir)) {
            return List.of();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir)) {
            return StreamSupport.stream(files.spliterator(), false).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Mistake mistake(Path source, YamlMap yaml) {
        yaml.knows("exercise", "mistake", "file", "by", "replace");
        String id = yaml.text("exercise");
        String file = yaml.text("file");
        checkExercise(source, yaml, id, file);
        Optional<String> by = by(source, yaml, id);
        return new Mistake(source, id, yaml.text("mistake"), file, by, replacements(source, yaml));
    }

    private void checkExercise(Path source, YamlMap yaml, String id, String file) {
        Optional<Exercise> exercise = chapter.exercise(id);
        if (exercise.isEmpty()) {
            problems.add(source, yaml.line("exercise"), "there is no exercise '%s'", id);
        } else if (!exercise.get().files().contains(file)) {
            problems.add(source, yaml.line("file"), "%s is not a file of %s", file, id);
        }
        String name = source.getFileName().toString();
        if (!name.startsWith(id + "-") || !name.endsWith(".yaml")) {
            problems.add(source, 0, "must be called %s-some-name.yaml", id);
        }
    }

    private Optional<String> by(Path source, YamlMap yaml, String id) {
        if (!yaml.has("by")) {
            return Optional.empty();
        }
        String test = yaml.text("by");
        Optional<Exercise> exercise = chapter.exercise(id);
        if (exercise.isPresent() && !exercise.get().tests().contains(test)) {
            problems.add(source, yaml.line("by"), "%s is not a test of %s", test, id);
        }
        return Optional.of(test);
    }

    private List<Replacement> replacements(Path source, YamlMap yaml) {
        List<YamlMap> maps = yaml.maps("replace");
        if (maps.isEmpty()) {
            problems.add(source, yaml.line("replace"), "'replace' must change something");
        }
        return maps.stream().map(MistakeReader::replacement).toList();
    }

    private static Replacement replacement(YamlMap map) {
        map.knows("find", "with");
        return new Replacement(map.text("find"), map.textOrEmpty("with"), map.line("find"));
    }
}
