package labs.mq.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A main class in a process of its own, which can be stopped, told to end, and killed. */
public final class ChildProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 40;
    private static final String END = "(its output ended)";

    private final String name;
    private final Process process;
    private final PrintStream orders;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> heard = new ArrayList<>();

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.orders = new PrintStream(process.getOutputStream(), true, UTF_8);
    }

    /** Starts that main class, by its name, with these arguments. */
    public static ChildProcess start(String main, String... args) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx96m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main));
        command.addAll(List.of(args));
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            var child = new ChildProcess(main, builder.start());
            var reader = new Thread(child::read, "mq-child-output");
            reader.setDaemon(true);
            reader.start();
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + main, e);
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            for (String line; (line = output.readLine()) != null; ) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("its output broke off: " + e);
        }
        lines.add(END);
    }

    /** The rest of its next line that begins with that word. */
    public String says(String word) throws InterruptedException {
        for (String line; (line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)) != null; ) {
            heard.add(line);
            if (line.startsWith(word)) {
                return line.substring(word.length()).strip();
            }
            if (line.equals(END)) {
                break;
            }
        }
        throw new AssertionError(
                name + " does not say " + word + "; what it said: " + String.join("\n", heard));
    }

    /** Tells it something. */
    public void tell(String line) {
        orders.println(line);
    }

    /** Kills it where it stands, as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Sends it a signal, such as STOP, CONT, INT. */
    public void signal(String signal) throws InterruptedException {
        signal(process.pid(), signal);
    }

    /** Sends a process a signal. */
    public static void signal(long pid, String signal) throws InterruptedException {
        List<String> command = List.of("kill", "-" + signal, Long.toString(pid));
        try {
            int exit = new ProcessBuilder(command).start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException(command + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(command + " cannot be run", e);
        }
    }

    /** Waits until it has ended, and returns its exit status. */
    public int ended() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(name + " does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
