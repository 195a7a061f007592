package labs.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import labs.cli.process.Captured;
import labs.cli.run.AtExit;
import labs.cli.run.BuildException;

/**
 * A command block that runs in a process group of its own, so that Ctrl-C can be sent to all of it
 * and nothing of it stays behind.
 */
final class Shell implements AutoCloseable {
    // With job control a background job leads its own process group, whose id is its pid. Whoever
    // started us may have ignored SIGINT, which is inherited and which no shell can undo; env can.
    private static final String OWN_GROUP =
            """
            heed='env --default-signal=INT'
            $heed true 2>/dev/null || heed=
            set -m
            $heed bash -e "$0" & echo $! > "$1"
            wait $!
            """;

    // The exit code can be known before the reader has come to the last lines.
    private static final long LAST_OUTPUT_MS = 10_000;

    private final Path directory;
    private final Path group;
    private final Process process;
    private final List<String> output = new ArrayList<>(); // guarded by itself
    private final CountDownLatch seen = new CountDownLatch(1);
    private final Thread reader;

    /** Starts {@code script} in {@code directory}; {@code awaited} is asked about each line. */
    Shell(Path directory, Path files, String script, Predicate<String> awaited) {
        this.directory = directory;
        this.group = files.resolve("block.pid");
        try {
            Path block = Files.writeString(files.resolve("block.sh"), script);
            Files.deleteIfExists(group);
            process = start(block);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot run bash", failed);
        }
        AtExit.add(this, () -> signal("KILL"));
        reader = new Thread(() -> read(awaited), "lab-block-output");
        reader.setDaemon(true);
        reader.start();
    }

    private Process start(Path block) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", OWN_GROUP, block.toString(), group.toString())
                        .directory(directory.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true);
        builder.environment().remove("LAB_HOME"); // the copy must find itself
        return builder.start();
    }

    private void read(Predicate<String> awaited) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                keep(line);
                if (awaited.test(line)) {
                    seen.countDown();
                }
            }
        } catch (IOException ended) {
            // Killed while we read: its exit code tells.
        }
        seen.countDown();
    }

    private void keep(String line) {
        if (!line.startsWith("[1]+ ")) { // what job control says of the block's end
            synchronized (output) {
                output.add(line);
            }
        }
    }

    /** Waits until an awaited line came, or the output ended. */
    boolean awaitLine(Duration limit) {
        return await(() -> seen.await(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Waits for the end, and for what it printed last. */
    boolean awaitEnd(Duration limit) {
        return await(
                () -> {
                    boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
                    if (ended) {
                        reader.join(LAST_OUTPUT_MS);
                    }
                    return ended;
                });
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** Presses Ctrl-C. */
    void interrupt() {
        signal("INT");
    }

    private void signal(String name) {
        try {
            String id = Files.exists(group) ? Files.readString(group).strip() : "";
            if (!id.isEmpty()) {
                Captured.of(
                        directory, "bash", "-c", "kill -" + name + " -- -" + id + " 2>/dev/null");
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The last lines it printed. */
    List<String> tail(int most) {
        synchronized (output) {
            return List.copyOf(output.subList(Math.max(0, output.size() - most), output.size()));
        }
    }

    @Override
    public void close() {
        signal("KILL");
        process.destroyForcibly();
        AtExit.remove(this);
    }

    private interface Wait {
        boolean done() throws InterruptedException;
    }

    private static boolean await(Wait wait) {
        try {
            return wait.done();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BuildException("interrupted while a command block ran");
        }
    }
}
