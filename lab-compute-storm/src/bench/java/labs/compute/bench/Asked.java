package labs.compute.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A contestant's process, from outside. What it prints beside its answers goes to our errors. */
final class Asked implements AutoCloseable {
    private final String name;
    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;

    /** What it said, and how long that took it. */
    record Answer(double seconds, String rows) {}

    private Asked(String name, List<String> command) throws IOException {
        this.name = name;
        this.process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        this.out = process.inputReader();
        this.in = process.outputWriter();
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "contestant-stop"));
        answer();
    }

    /** One of {@link ContestantMain}'s, with so many MiB of heap and of rows that wait. */
    static Asked java(
            String name, Path directory, long rows, int heap, long memory, String... options)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(List.of("-Xmx" + heap + "m", "-XX:+UseParallelGC"));
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(ContestantMain.class.getName());
        command.addAll(List.of(name, directory.toString(), "" + rows, "" + memory * 1024 * 1024));
        return new Asked(name, command);
    }

    /** Another program that keeps to the same lines. */
    static Asked program(String name, List<String> command) throws IOException {
        return new Asked(name, command);
    }

    String name() {
        return name;
    }

    Answer query() throws IOException {
        return ask("query");
    }

    Answer page(long offset) throws IOException {
        return ask("page " + offset);
    }

    private Answer ask(String line) throws IOException {
        in.write(line + "\n");
        in.flush();
        String[] words = answer().split(" ", 3);
        return new Answer(Double.parseDouble(words[1]), words[2]);
    }

    private String answer() throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("# ")) {
                return line;
            }
            System.err.println(name + ": " + line);
        }
        throw new IOException(name + " has ended");
    }

    /** The most resident memory it has had, in MiB. */
    long peakMiB() throws IOException {
        return peakMiB(process.pid());
    }

    static long peakMiB(long pid) throws IOException {
        return Files.readAllLines(new File("/proc/" + pid + "/status").toPath()).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        in.close(); // its end of input is its end
        try {
            if (!process.waitFor(20, java.util.concurrent.TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }
}
