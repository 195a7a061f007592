package labs.cli.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import labs.cli.course.Repository;
import labs.cli.problem.UsageException;
import labs.cli.run.AtExit;
import labs.cli.run.Scratch;

/** A directory that is filled whole or not at all: what fails or is interrupted leaves nothing. */
public final class NewDirectory {
    private NewDirectory() {}

    /**
     * Creates {@code directory} for {@code fill} to write into.
     *
     * @throws UsageException if it holds something already, or lies in the repository
     */
    public static void fill(Path directory, Repository repository, Runnable fill) {
        Path target = directory.toAbsolutePath().normalize();
        if (target.startsWith(repository.root())) {
            throw new UsageException(
                    target
                            + " lies inside "
                            + repository.root()
                            + "; name a directory outside of it");
        }
        create(target);
        AtExit.add(target, () -> delete(target));
        boolean filled = false;
        try {
            fill.run();
            filled = true;
        } finally {
            AtExit.remove(target);
            if (!filled) {
                delete(target);
            }
        }
    }

    private static void create(Path target) {
        try {
            if (Files.exists(target) && !isEmpty(target)) {
                throw new UsageException(
                        target + " is there and not empty; name a new directory, or move it away");
            }
            Files.createDirectories(target);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean isEmpty(Path target) throws IOException {
        if (!Files.isDirectory(target)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(target)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void delete(Path target) {
        new Scratch(target).close();
    }
}
