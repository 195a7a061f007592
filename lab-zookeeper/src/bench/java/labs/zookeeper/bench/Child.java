package labs.zookeeper.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of the benchmark's own: it reads lines and answers lines, and ends when its input does. */
final class Child implements AutoCloseable {
    private final Process process;
    private final PrintWriter in;
    private final BufferedReader out;

    Child(Class<?> main, List<String> flags, List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        in = new PrintWriter(process.getOutputStream(), true, UTF_8);
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    void say(String line) {
        in.println(line);
    }

    /** Its next line; waits for it. */
    String hear() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the child " + process.pid() + " has ended");
        }
        return line;
    }

    void hear(String expected) throws IOException {
        String line = hear();
        if (!line.equals(expected)) {
            throw new IOException("the child said '" + line + "' and not '" + expected + "'");
        }
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close(); // the end of its input ends it
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
