package labs.mq.shop.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import labs.mq.shop.ShopWorkerMain;

/** A worker in a process of its own, to be killed and started again. Thread-safe. */
public final class WorkerProcess {
    private static final int LINES = 15;

    private final int number;
    private final Path log;
    private final boolean isShort;
    private final List<String> arguments;
    private Process process; // guarded by this; null before the first start
    private boolean isClosed; // guarded by this

    /**
     * @param isShort whether it will not run for long: the best of the JIT compilers would then
     *     cost more than it saves
     */
    WorkerProcess(int number, Path log, boolean isShort, List<String> arguments) {
        this.isShort = isShort;
        this.number = number;
        this.log = log;
        this.arguments = List.copyOf(arguments);
    }

    /** Its number, from 0. */
    public int number() {
        return number;
    }

    /** The number of its process. */
    public synchronized long pid() {
        return process.pid();
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Starts it, unless it lives or was closed. */
    synchronized void start() {
        if (isAlive() || isClosed) {
            return;
        }
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx384m",
                                "-XX:+UseSerialGC",
                                "-XX:-UsePerfData",
                                isShort ? "-XX:TieredStopAtLevel=1" : "-XX:+TieredCompilation",
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ShopWorkerMain.class.getName()));
        command.addAll(arguments);
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start worker " + number, e);
        }
    }

    /** Kills it where it stands, as {@code kill -9} does, and waits until it is gone. */
    public synchronized void kill() {
        if (process == null) {
            return;
        }
        process.toHandle().destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills it for good. */
    synchronized void close() {
        isClosed = true;
        kill();
    }

    /** The end of what it printed in all its lives. */
    String tail() {
        try {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
            return String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    @Override
    public String toString() {
        return "worker " + number;
    }
}
