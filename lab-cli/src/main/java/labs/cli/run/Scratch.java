package labs.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

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

    @Override
    public void close() {
        delete();
        AtExit.remove(this);
    }

    private void delete() {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(Scratch::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
