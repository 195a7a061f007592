package labs.mq.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of the benchmark's own, with its flags. */
final class Child implements AutoCloseable {
    private final Process process;
    private final PrintWriter in;
    private final BufferedReader out;

    /** With this JVM's classes. */
    Child(List<String> flags, Class<?> main, String... arguments) throws IOException {
        this(flags, System.getProperty("java.class.path"), main.getName(), arguments);
    }

    Child(List<String> flags, String classPath, String main, String... arguments)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(arguments));
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        in = new PrintWriter(process.getOutputStream(), true, UTF_8);
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "bench-at-exit"));
    }

    long pid() {
        return process.pid();
    }

    void say(String line) {
        in.println(line);
    }

    /** The rest of its next line, which begins with that word. */
    String hear(String word) throws IOException {
        String line = out.readLine();
        if (line == null || !line.startsWith(word)) {
            throw new IOException("the child said '" + line + "' and not '" + word + " …'");
        }
        return line.substring(word.length()).strip();
    }

    /** {@code kill -9}; returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end, by SIGTERM, and waits until it has. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the child does not end");
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
