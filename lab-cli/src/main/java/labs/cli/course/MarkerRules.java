package labs.cli.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import labs.cli.markers.Cut;
import labs.cli.markers.Cutter;
import labs.cli.problem.CourseException;
import labs.cli.problem.Problems;

/** A file is marked exactly when it belongs to an exercise. */
final class MarkerRules {
    private final Chapter chapter;
    private final Problems problems;
    private final Set<Path> ofExercises;

    MarkerRules(Chapter chapter, Problems problems) {
        this.chapter = chapter;
        this.problems = problems;
        this.ofExercises =
                chapter.exercises().stream()
                        .flatMap(exercise -> exercise.files().stream())
                        .map(name -> chapter.dir().resolve(name).normalize())
                        .collect(Collectors.toSet());
    }

    void check() {
        sources().forEach(this::check);
    }

    private void check(Path source) {
        try {
            check(source, Cutter.cut(source));
        } catch (CourseException misplaced) {
            problems.addAll(misplaced.problems());
        }
    }

    private void check(Path source, Cut cut) {
        if (cut.isMarked() && !ofExercises.contains(source)) {
            int line = cut.regions().get(0).line() - 1;
            problems.add(source, line, "is marked, but no exercise of the manifest names it");
        }
        if (!cut.isMarked() && ofExercises.contains(source)) {
            problems.add(source, 0, "is a file of an exercise, but holds no markers");
        }
    }

    private List<Path> sources() {
        Path src = chapter.dir().resolve("src");
        if (!Files.isDirectory(src)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(src)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
