package labs.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
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
        Process process = start(directory, command);
        AtExit.add(process, () -> kill(process));
        try {
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Captured(process.waitFor(), text);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read what " + command + " prints", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("interrupted while " + command + " ran", interrupted);
        } finally {
            kill(process);
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
