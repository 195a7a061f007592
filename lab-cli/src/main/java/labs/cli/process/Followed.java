package labs.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** A trusted program whose output is looked at line by line while it runs. */
public final class Followed {
    private static final int KEPT_LINES = 40;

    private Followed() {}

    /**
     * Runs {@code command} in {@code directory} to its end.
     *
     * @param onLine is told each line of both its streams
     * @return its exit code, and the last lines
     * @throws labs.cli.problem.EnvironmentException if the program is not there
     */
    public static Captured of(Path directory, List<String> command, Consumer<String> onLine) {
        // Told to end, not killed: it ends what it started itself.
        return Captured.of(directory, command, output -> read(output, onLine), Process::destroy);
    }

    private static String read(InputStream output, Consumer<String> onLine) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        try (var in = new BufferedReader(new InputStreamReader(output, UTF_8))) {
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
