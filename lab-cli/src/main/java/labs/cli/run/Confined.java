package labs.cli.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Runs one command inside a {@link Sandbox}, under {@link Limits}, with an empty environment and a
 * scratch directory of its own, and leaves no process and no file behind. Immutable.
 *
 * @param readable files that it may read
 * @param writable directories that it may write, besides its scratch
 */
public record Confined(Sandbox sandbox, List<Path> readable, List<Path> writable, Limits limits) {
    private static final SecureRandom RANDOM = new SecureRandom();
    // What a dead process wrote is still to be read; it is little, but this machine may be busy.
    private static final long PIPES_EMPTY_MS = 10_000;

    /** The command to run, once its directory for temporary files is known. */
    @FunctionalInterface
    public interface Command {
        List<String> in(Path temporary);
    }

    /** Takes what the command prints to its standard output, to the end. */
    @FunctionalInterface
    public interface Output {
        void read(InputStream in) throws IOException;
    }

    /**
     * How it ended.
     *
     * @param broken the limit for which it was killed
     * @param log the end of its standard error
     */
    public record Exit(Optional<Ending> broken, int code, String log, Duration time) {}

    /** Runs it to its end, with {@code input} on its standard input. */
    public Exit run(Command command, String input, Output output) {
        return run(command, input, output, () -> false);
    }

    /** As {@link #run(Command, String, Output)}, but ends it as soon as that is {@code enough}. */
    public Exit run(Command command, String input, Output output, BooleanSupplier enough) {
        try (var scratch = Scratch.create("lab-run-")) {
            return run(command, input, output, enough, scratch.directory());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a process for the student's code", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BuildException("interrupted while the student's code ran");
        }
    }

    private Exit run(
            Command command, String input, Output output, BooleanSupplier enough, Path scratch)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        String mark = randomText();
        Process process = builder(command, scratch, mark).start();
        var watchdog = new Watchdog(process, scratch, limits, mark, enough);
        AtExit.add(process, watchdog::killAll);
        try {
            Tail log = Tail.of(process.getErrorStream(), "lab-run-log");
            Thread reader = readInBackground(process, output);
            send(process, input);
            Optional<Ending> broken = watchdog.watch();
            reader.join(PIPES_EMPTY_MS);
            var time = Duration.ofNanos(System.nanoTime() - start);
            return new Exit(broken, process.waitFor(), log.text(), time);
        } finally {
            watchdog.killAll();
            process.destroyForcibly(); // closes our ends of its pipes
            AtExit.remove(process);
        }
    }

    private ProcessBuilder builder(Command command, Path scratch, String mark) {
        Path temporary = sandbox.temporary(scratch);
        var builder =
                new ProcessBuilder(sandbox.wrap(command.in(temporary), readable, writable, limits));
        builder.directory(scratch.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear(); // no JAVA_TOOL_OPTIONS, no tokens of the one who grades
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        environment.put("LANG", "C.UTF-8");
        environment.put("HOME", temporary.toString());
        environment.put(Watchdog.MARK, mark);
        System.getenv().forEach((name, value) -> passOn(environment, name, value));
        return builder;
    }

    private static void passOn(Map<String, String> environment, String name, String value) {
        if (isPassedOn(name)) {
            environment.putIfAbsent(name, value);
        }
    }

    /**
     * LAB_KAFKA and its like point the tests at a cluster that runs already; the others tell how
     * containers are started, without which tests that need them may wait for minutes.
     */
    static boolean isPassedOn(String name) {
        return (name.startsWith("LAB_") && !name.equals("LAB_HOME"))
                || name.startsWith("TESTCONTAINERS_")
                || name.equals("DOCKER_HOST");
    }

    private static Thread readInBackground(Process process, Output output) {
        var reader = new Thread(() -> readAll(process, output), "lab-run-output");
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    private static void readAll(Process process, Output output) {
        try (InputStream in = process.getInputStream()) {
            output.read(in);
        } catch (IOException e) {
            // Killed while we read: what came until then is kept, and the missing rest counts as 0.
        }
    }

    private static void send(Process process, String input) {
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended before it read its input: the exit code tells, not we.
        }
    }

    /** 128 random bits as text: a secret, or a name that nobody else has. */
    static String randomText() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
