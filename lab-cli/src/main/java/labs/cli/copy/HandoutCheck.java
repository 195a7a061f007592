package labs.cli.copy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import labs.cli.course.Repository;
import labs.cli.problem.Problems;
import labs.cli.run.FileTree;

/** Proves that a handout gives nothing away. */
public final class HandoutCheck {
    private static final Set<String> FORBIDDEN = Set.of("mistakes", ".git", "target");

    private final Repository reference;

    public HandoutCheck(Repository reference) {
        this.reference = reference;
    }

    /** Adds a problem for every trace of the solutions in {@code handout}. */
    public void check(Path handout, Problems problems) {
        checkFolders(handout, problems);
        checkNames(handout, problems);
        new LeakCheck(reference).check(handout, problems);
    }

    private static void checkFolders(Path handout, Problems problems) {
        try (Stream<Path> all = Files.walk(handout)) {
            all.filter(Files::isDirectory)
                    .map(handout::relativize)
                    .filter(dir -> dir.getNameCount() <= 2) // of the root, or of a module
                    .filter(dir -> FORBIDDEN.contains(dir.getFileName().toString()))
                    .forEach(dir -> problems.add(dir, 0, "must not be in a handout"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The path of the reference would tell a student where to look. */
    private void checkNames(Path handout, Problems problems) {
        String root = reference.root().toString();
        for (Path file : FileTree.files(handout)) {
            if (read(file).contains(root)) {
                problems.add(handout.relativize(file), 0, "names the folder of the reference");
            }
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
