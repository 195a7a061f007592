package labs.mq.artemis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import labs.cluster.FileTrees;

/** A temporary directory that goes with all that is in it. */
public record Scratch(Path path) implements AutoCloseable {
    public static Scratch create(String what) {
        try {
            return new Scratch(Files.createTempDirectory("lab-mq-" + what + "-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            FileTrees.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
