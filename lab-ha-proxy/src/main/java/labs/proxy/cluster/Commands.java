package labs.proxy.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs programs to their end. */
final class Commands {
    /** How a program ended and what it said, both outputs in one. */
    record Ended(int status, String output) {
        boolean isWell() {
            return status == 0;
        }
    }

    private Commands() {}

    /**
     * Runs it and waits. What it says goes through a file: a daemon that it leaves behind would
     * keep a pipe open for ever.
     *
     * @throws ClusterException if it cannot be started or is not done in time
     */
    static Ended run(List<String> command, String input, Duration limit) {
        try {
            Path said = Files.createTempFile("lab-said-", ".txt");
            try {
                return run(command, input, limit, said);
            } finally {
                Files.delete(said);
            }
        } catch (IOException e) {
            throw new ClusterException("cannot run " + String.join(" ", command), e);
        }
    }

    private static Ended run(List<String> command, String input, Duration limit, Path said)
            throws IOException {
        Process process =
                builder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        } catch (IOException e) {
            // It did not want to read all of it; its status tells.
        }
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ClusterException(
                        "not done after %d s: %s, which said: %s"
                                .formatted(
                                        limit.toSeconds(),
                                        String.join(" ", command),
                                        Files.readString(said)));
            }
            return new Ended(process.exitValue(), Files.readString(said));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + String.join(" ", command), e);
        } finally {
            end(process);
        }
    }

    /** Runs it, and takes any status but 0 as an error. */
    static String output(List<String> command, String input, Duration limit) {
        Ended ended = run(command, input, limit);
        if (!ended.isWell()) {
            throw new ClusterException(
                    "%s ended with %d: %s"
                            .formatted(String.join(" ", command), ended.status(), ended.output()));
        }
        return ended.output();
    }

    /** A process to be; it finds the administrator's programs, whoever asks. */
    static ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(command);
        builder.environment().put("PATH", path());
        return builder;
    }

    /** Where programs are looked for. Not everybody's PATH has the administrator's. */
    static String path() {
        return Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin")
                + ":/usr/sbin:/sbin";
    }

    /** Ends a process and those that it started. */
    static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** A file that lies beside the classes of this package. */
    static String resource(String name) {
        try (var in = Commands.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
