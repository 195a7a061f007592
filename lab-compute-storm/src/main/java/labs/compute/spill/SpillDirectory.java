package labs.compute.spill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the rows go that do not fit into memory. Closing it deletes it with all that is in it; so
 * does the end of the JVM. What a killed JVM left is deleted by the next that opens one in the same
 * place. Thread-safe.
 */
public final class SpillDirectory implements AutoCloseable {
    private static final String PREFIX = "lab-spill-";

    private final Path directory;
    private final AtomicInteger files = new AtomicInteger();
    private final AtomicLong written = new AtomicLong();
    private final Thread atExit = new Thread(this::delete, "spill-delete");

    private SpillDirectory(Path directory) {
        this.directory = directory;
    }

    /** A new one where this JVM's temporary files go. */
    public static SpillDirectory open() throws IOException {
        return open(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * A new one in {@code parent}.
     *
     * @throws IOException if the parent is not there or cannot be written
     */
    public static SpillDirectory open(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            throw new IOException("there is no directory " + parent + " for what is spilled");
        }
        sweep(parent);
        String prefix = PREFIX + ProcessHandle.current().pid() + "-";
        var spill = new SpillDirectory(Files.createTempDirectory(parent, prefix));
        Runtime.getRuntime().addShutdownHook(spill.atExit);
        return spill;
    }

    private static void sweep(Path parent) throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path directory : old) {
                if (isOrphan(directory.getFileName().toString())) {
                    delete(directory);
                }
            }
        }
    }

    private static boolean isOrphan(String name) {
        String[] parts = name.substring(PREFIX.length()).split("-");
        Optional<Long> pid =
                parts[0].matches("[0-9]{1,18}")
                        ? Optional.of(Long.parseLong(parts[0]))
                        : Optional.empty();
        return pid.isPresent() && ProcessHandle.of(pid.get()).isEmpty();
    }

    /** A new, empty file for rows of that many columns. */
    public SpillFile create(int width) throws IOException {
        return new SpillFile(directory.resolve("rows-" + files.incrementAndGet()), width, written);
    }

    /** How many bytes have gone to disk so far. */
    public long written() {
        return written.get();
    }

    public Path path() {
        return directory;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            return; // the JVM ends and runs the hook itself
        }
        delete();
    }

    private void delete() {
        try {
            delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }
}
