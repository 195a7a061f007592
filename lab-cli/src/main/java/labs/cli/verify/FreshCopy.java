package labs.cli.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import labs.cli.copy.SourceFiles;
import labs.cli.course.Repository;
import labs.cli.run.Scratch;

/** The repository as a fresh clone would be: sources only, nothing built. */
final class FreshCopy implements AutoCloseable {
    private final Scratch scratch = Scratch.create("lab-fresh-");

    FreshCopy(Repository repository) {
        try {
            for (Path file : SourceFiles.of(repository.root())) {
                Path target = root().resolve(file);
                Files.createDirectories(target.getParent());
                Files.copy(
                        repository.root().resolve(file),
                        target,
                        StandardCopyOption.COPY_ATTRIBUTES,
                        LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Path root() {
        return scratch.directory().resolve("labs");
    }

    /** A directory beside the copy. */
    Path files() {
        return scratch.directory();
    }

    @Override
    public void close() {
        scratch.close();
    }
}
