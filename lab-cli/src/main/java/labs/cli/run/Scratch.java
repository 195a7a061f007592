package labs.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory for the time of one piece of work; close deletes it with all that it holds. */
public record Scratch(Path directory) implements AutoCloseable {
    /** A new empty directory below {@code java.io.tmpdir}; deleted at Ctrl-C too. */
    public static Scratch create(String prefix) {
        try {
            var scratch = new Scratch(Files.createTempDirectory(prefix).toRealPath());
            AtExit.add(scratch, scratch::delete);
            return scratch;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new directory in it. */
    public Path newDirectory(String name) {
        try {
            return Files.createDirectory(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        delete();
        AtExit.remove(this);
    }

    private void delete() {
        FileTree.delete(directory);
    }
}
