package labs.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import labs.cli.problem.EnvironmentException;
import labs.cli.run.AtExit;

/** A trusted program whose output is looked at line by line while it runs. */
public final class Followed {
    private static final int KEPT_LINES = 40;

    private Followed() {}

    /**
     * Runs {@code command} in {@code directory} to its end.
     *
     * @param onLine is told each line of both its streams
     * @return its exit code, and the last lines
     * @throws EnvironmentException if the program is not there
     */
    public static Captured of(Path directory, List<String> command, Consumer<String> onLine) {
        Process process = start(directory, command);
        AtExit.add(process, process::destroy);
        try {
            process.getOutputStream().close();
            String last = read(process, onLine);
            return new Captured(process.waitFor(), last);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read what " + command + " prints", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("interrupted while " + command + " ran", interrupted);
        } finally {
            process.destroy();
            AtExit.remove(process);
        }
    }

    private static Process start(Path directory, List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException absent) {
            throw new EnvironmentException("cannot run " + command.get(0), absent);
        }
    }

    private static String read(Process process, Consumer<String> onLine) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                onLine.accept(line);
                last.addLast(line);
                if (last.size() > KEPT_LINES) {
                    last.removeFirst();
                }
            }
        }
        return String.join("\n", last);
    }
}
