package labs.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import labs.cli.problem.EnvironmentException;
import labs.cli.run.AtExit;

/** What a trusted program printed, both streams together, and its exit code. */
public record Captured(int code, String text) {

    /**
     * Runs {@code command} in {@code directory} to its end.
     *
     * @throws EnvironmentException if the program is not there
     */
    public static Captured of(Path directory, List<String> command) {
        return of(
                directory,
                command,
                output -> new String(output.readAllBytes(), UTF_8),
                Captured::kill);
    }

    /** Reads what a program prints, to its end. */
    interface Reading {
        /** Returns what of it is kept. */
        String from(InputStream output) throws IOException;
    }

    /** As the others; {@code end} is how the program is ended when nobody waits for it. */
    static Captured of(
            Path directory, List<String> command, Reading reading, Consumer<Process> end) {
        Process process = start(directory, command);
        AtExit.add(process, () -> end.accept(process));
        try {
            process.getOutputStream().close();
            String text = reading.from(process.getInputStream());
            return new Captured(process.waitFor(), text);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read what " + command + " prints", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("interrupted while " + command + " ran", interrupted);
        } finally {
            end.accept(process);
            AtExit.remove(process);
        }
    }

    public static Captured of(Path directory, String... command) {
        return of(directory, List.of(command));
    }

    private static Process start(Path directory, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        // A git hook that calls us would point git at its own repository.
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        try {
            return builder.start();
        } catch (IOException absent) {
            throw new EnvironmentException(
                    "cannot run " + command.get(0) + ": is it on the PATH?", absent);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    public boolean succeeded() {
        return code == 0;
    }
}
