package labs.cli.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import labs.cli.copy.Starters;
import labs.cli.course.Chapter;
import labs.cli.course.Exercise;
import labs.cli.course.Repository;

/** Whether an exercise was begun: some file of it differs from the starter. */
final class Attempts {
    private final Optional<Starters> starters; // none in the reference, where all is done

    Attempts(Repository repository) {
        starters = repository.isCopy() ? Optional.of(new Starters(repository)) : Optional.empty();
    }

    boolean begun(Chapter chapter, Exercise exercise) {
        return starters.isEmpty()
                || exercise.files().stream().anyMatch(file -> differs(chapter, file));
    }

    private boolean differs(Chapter chapter, String file) {
        Path mine = chapter.dir().resolve(file);
        Path starter = starters.orElseThrow().starter(chapter, file);
        try {
            return !Files.exists(mine)
                    || !Files.exists(starter)
                    || Files.mismatch(mine, starter) >= 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The first stub of the exercise that is still there, as {@code module/path/File.java:12}. */
    static Optional<String> firstStub(Chapter chapter, Exercise exercise) {
        for (String file : exercise.files()) {
            List<String> lines = lines(chapter.dir().resolve(file));
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains("TODO " + exercise.id())) {
                    return Optional.of(Path.of(chapter.module(), file) + ":" + (i + 1));
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
