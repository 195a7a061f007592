package labs.compute.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import labs.cluster.FileTrees;

/** A temporary directory that is gone when it is closed, and when the JVM ends. */
final class Scratch implements AutoCloseable {
    private static final int TRIES = 50; // others may still delete what is theirs in it

    private final Path path;
    private final Thread atExit = new Thread(this::delete, "scratch-delete");

    Scratch(String prefix) throws IOException {
        path = Files.createTempDirectory(prefix);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    Path path() {
        return path;
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
        for (int i = 0; i < TRIES && Files.exists(path); i++) {
            try {
                FileTrees.delete(path);
            } catch (IOException e) {
                pause(e);
            }
        }
    }

    private void pause(Exception why) {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("cannot delete " + path, why);
        }
    }
}
