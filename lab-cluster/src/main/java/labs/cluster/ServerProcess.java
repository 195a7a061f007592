package labs.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The process of a server: it can be killed, paused, and started again with another command. It
 * does not hear Ctrl-C, and it dies with this JVM, however that ends, also while it is paused.
 * Thread-safe.
 *
 * <pre>
 *   this JVM ──pipe──▶ watch (sh): kill -9 when the pipe ends without a word
 *       └── starts ──▶ the server          │
 *                          ▲───────────────┘
 * </pre>
 */
public final class ServerProcess {
    private static final int PATIENCE_SECONDS = 60;
    private static final int GRACE_SECONDS = 30;

    // In a session of its own, where there is such a thing: the server does not hear Ctrl-C and
    // ends when we say so, and what it has started can be found by its group.
    private static final String APART =
            "trap '' INT; if command -v setsid >/dev/null; then exec setsid \"$@\"; fi; exec \"$@\"";

    // A line means that the server has ended; without one we have, and the pipe with us.
    private static final String WATCH =
            "read -r line || { kill -9 -- \"-$1\"; kill -9 \"$1\"; } 2>/dev/null";

    private final String name;
    private final Path log;
    private Process process; // guarded by this; null before the first start
    private Process watch; // guarded by this; as the process

    /**
     * @param name for messages, such as {@code Kafka server 1}
     * @param log what the process prints is appended here
     */
    public ServerProcess(String name, Path log) {
        this.name = name;
        this.log = log;
        ServerLogs.add(this);
    }

    /** Where it writes its log. */
    public Path log() {
        return log;
    }

    /** Starts it with that command, unless it lives. Does not wait until it serves. */
    public void start(List<String> command) {
        start(command, log.getParent());
    }

    /** The same, in that working directory. */
    public synchronized void start(List<String> command, Path directory) {
        if (isAlive()) {
            return;
        }
        try {
            process =
                    new ProcessBuilder(apart(command))
                            .directory(directory.toFile())
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
            watch = watch(process);
        } catch (IOException e) {
            kill();
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    private static List<String> apart(List<String> command) {
        var words = new ArrayList<>(List.of("sh", "-c", APART, "lab-server"));
        words.addAll(command);
        return words;
    }

    private static Process watch(Process server) throws IOException {
        String pid = Long.toString(server.pid());
        Process watch =
                new ProcessBuilder(apart(List.of("sh", "-c", WATCH, "lab-watch", pid)))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        // At once, or the number might belong to another process when the watch uses it.
        server.onExit().thenRun(() -> dismiss(watch));
        return watch;
    }

    private static void dismiss(Process watch) {
        try (var orders = watch.getOutputStream()) {
            orders.write('\n');
        } catch (IOException e) {
            watch.destroyForcibly(); // it has ended by itself
        }
    }

    /** The number of its process. */
    public synchronized long pid() {
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process.pid();
    }

    /** Whether it lives; one that is paused does. */
    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Its process and those that it has started, directly or not. */
    public synchronized List<ProcessHandle> tree() {
        return process == null
                ? List.of()
                : Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    }

    /** Ends it at once, as {@code kill -9} does, and waits until it is gone. */
    public synchronized void kill() {
        if (process != null) {
            process.toHandle().destroyForcibly();
            if (!awaitEnd(process, PATIENCE_SECONDS)) {
                throw new IllegalStateException(name + " does not die");
            }
            endWatch();
        }
    }

    // It ends by itself, a moment later: who looks for what is left is not to find it.
    private void endWatch() {
        if (watch != null && !awaitEnd(watch, GRACE_SECONDS)) {
            watch.destroyForcibly();
        }
    }

    /**
     * Kills it and what it has started, also what has outlived it. Where there are no sessions,
     * only what descends from it now.
     */
    public synchronized void killAll() {
        if (process == null) {
            return;
        }
        List<ProcessHandle> tree = tree();
        kill();
        tree.forEach(ProcessHandle::destroyForcibly);
        run(List.of("kill", "-9", "--", "-" + process.pid())); // fails if nothing has outlived it
        tree.forEach(each -> each.onExit().join());
    }

    /** Asks it to end (SIGTERM), and kills it if it has not after half a minute. */
    public synchronized void stop() {
        if (process != null) {
            resume();
            process.toHandle().destroy();
            awaitEnd(process, GRACE_SECONDS);
            kill();
        }
    }

    private static boolean awaitEnd(Process process, int seconds) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            while (true) {
                try {
                    return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true; // a server that is half killed helps nobody
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Stops it where it stands (SIGSTOP), and waits until all its threads have stopped. */
    public synchronized void pause() {
        signal("STOP");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!isPaused()) {
            if (!isAlive() || System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(name + " cannot be paused");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    // The signal is there at once, but each thread stops by itself, a moment later: until then it
    // may answer.
    private boolean isPaused() {
        Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
        if (!Files.isDirectory(Path.of("/proc/self/task"))) {
            return true; // no Linux: the signal has to do
        }
        try (Stream<Path> files = Files.list(threads)) {
            for (Path thread : files.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false; // a thread ended between the two looks
        }
    }

    /** Lets it go on after {@link #pause}; does nothing to one that runs or is dead. */
    public synchronized void resume() {
        if (isAlive()) {
            signal("CONT");
        }
    }

    private void signal(String signal) {
        List<String> command = List.of("kill", "-" + signal, Long.toString(pid()));
        if (!run(command) && isAlive()) {
            throw new IllegalStateException(String.join(" ", command) + " failed for " + name);
        }
    }

    private boolean run(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " got a signal", e);
        }
    }

    /** The last lines of its log, for a message. */
    public String lastLines() {
        return ServerLogs.tail(log);
    }

    @Override
    public String toString() {
        return name;
    }
}
