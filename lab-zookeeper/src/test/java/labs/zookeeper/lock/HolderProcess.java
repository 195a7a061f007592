package labs.zookeeper.lock;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link HolderMain} in a process of its own, which can be stopped. */
final class HolderProcess implements AutoCloseable {
    private final Process process;
    private final PrintStream orders;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    HolderProcess(String connectString, String path, int sessionMillis) throws IOException {
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                HolderMain.class.getName(),
                                connectString,
                                path,
                                Integer.toString(sessionMillis))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        orders = new PrintStream(process.getOutputStream(), true, UTF_8);
        var reader = new Thread(this::read, "holder-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            for (String line; (line = output.readLine()) != null; ) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("its output broke off: " + e);
        }
    }

    /** The rest of its next line that begins with that word. */
    String says(String word) throws InterruptedException {
        for (String line; (line = lines.poll(30, TimeUnit.SECONDS)) != null; ) {
            if (line.startsWith(word)) {
                return line.substring(word.length()).strip();
            }
        }
        throw new AssertionError("the holder's process does not say " + word);
    }

    /** Tells it what to write. */
    void write(String text) {
        orders.println(text);
    }

    /** Stops it where it stands. */
    void pause() throws Exception {
        signal("STOP");
    }

    /** Lets it go on. */
    void resume() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        List<String> command = List.of("kill", "-" + name, Long.toString(process.pid()));
        int exit = new ProcessBuilder(command).start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException(command + " failed");
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
