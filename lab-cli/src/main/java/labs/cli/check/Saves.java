package labs.cli.check;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Waits until files below a directory are saved. Confined to one thread. */
final class Saves implements AutoCloseable {
    private static final long QUIET_MILLIS = 150;

    private final Path root;
    private final WatchService watcher;

    Saves(Path root) {
        this.root = root;
        try {
            watcher = FileSystems.getDefault().newWatchService();
            watchAll();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot watch " + root, failed);
        }
    }

    private void watchAll() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path dir : all.filter(Files::isDirectory).toList()) {
                dir.register(watcher, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY);
            }
        }
    }

    /**
     * Blocks until something is saved and then quiet: an editor writes a file in several steps.
     *
     * @return the time of the first change, by {@link System#nanoTime}
     */
    long await() throws InterruptedException {
        while (!isSave(watcher.take())) {
            continue; // an editor's backup or lock file
        }
        long first = System.nanoTime();
        for (WatchKey key = poll(); key != null; key = poll()) {
            isSave(key);
        }
        watchNewDirectories();
        return first;
    }

    private WatchKey poll() throws InterruptedException {
        return watcher.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void watchNewDirectories() {
        try {
            watchAll();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot watch " + root, failed);
        }
    }

    private static boolean isSave(WatchKey key) {
        List<WatchEvent<?>> events = key.pollEvents();
        key.reset();
        return events.stream().anyMatch(Saves::isSource);
    }

    private static boolean isSource(WatchEvent<?> event) {
        // An overflow has no file: something happened, so look.
        return !(event.context() instanceof Path file) || !isTemporary(file.toString());
    }

    private static boolean isTemporary(String name) {
        return name.startsWith(".") || name.startsWith("#") || name.endsWith("~");
    }

    @Override
    public void close() {
        try {
            watcher.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
