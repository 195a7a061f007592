package labs.memory.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server process that can be asked what it has cost. */
final class Measurable implements AutoCloseable {
    private final Process process;
    private final int port;

    private Measurable(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Measurable ours(int mebibytes) throws IOException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms32m",
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-XX:MaxDirectMemorySize=" + (mebibytes + 64) + "m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerMain.class.getName(),
                        String.valueOf(mebibytes));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        String line = out.readLine();
        if (line == null || !line.startsWith("port ")) {
            process.destroy();
            throw new IOException("our server did not start: " + line);
        }
        return new Measurable(process, Integer.parseInt(line.substring(5)));
    }

    /** The real one, on a port that is free. */
    static Measurable memcached(Path program, int mebibytes) throws IOException {
        int free = labs.cluster.Ports.free();
        List<String> command =
                new java.util.ArrayList<>(
                        List.of(program.toString(), "-t", "2", "-m", String.valueOf(mebibytes)));
        command.addAll(List.of("-l", "127.0.0.1", "-p", String.valueOf(free), "-U", "0"));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "root"));
        }
        return new Measurable(new ProcessBuilder(command).inheritIO().start(), free);
    }

    int port() {
        return port;
    }

    double cpuMicros() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e3;
    }

    double residentMebibytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", process.pid() + "", "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("no resident memory of " + process.pid());
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close(); // the end of its input ends ours
        process.destroy();
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
