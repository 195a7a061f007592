package labs.proxy.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import labs.cluster.Ports;

/** A proxy in a process of its own. Both read the same file; only the ports in it differ. */
final class Rival implements AutoCloseable {
    private static final int TICKS = 100; // a second of CPU time, in /proc
    private static final int ATTEMPTS = 200;

    private final String name;
    private final Process process;
    private final int http;
    private final int tcp;

    private Rival(String name, Process process, int http, int tcp) {
        this.name = name;
        this.process = process;
        this.http = http;
        this.tcp = tcp;
    }

    static Rival haproxy(Path file) throws IOException, InterruptedException {
        return start("HAProxy", List.of("haproxy", "-db", "-f", file.toString()));
    }

    static Rival ours(Path file) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=96m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("labs.proxy.demo.ServeMain", file.toString()));
        return start("ours", command);
    }

    private static Rival start(String name, List<String> command)
            throws IOException, InterruptedException {
        int http = Ports.free();
        int tcp = Ports.free();
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HTTP_PORT", "" + http);
        builder.environment().put("TCP_PORT", "" + tcp);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        var rival = new Rival(name, builder.start(), http, tcp);
        rival.awaitPort(http);
        rival.awaitPort(tcp);
        return rival;
    }

    private void awaitPort(int port) throws IOException, InterruptedException {
        for (int i = 0; i < ATTEMPTS; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
                return;
            } catch (IOException notYet) {
                if (!process.isAlive()) {
                    throw new IOException(name + " ended with " + process.exitValue(), notYet);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new IOException(name + " does not listen on " + port);
    }

    String name() {
        return name;
    }

    int http() {
        return http;
    }

    int tcp() {
        return tcp;
    }

    /** So far, of all its threads. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) TICKS;
    }

    /** What it has in memory now. */
    double residentMiB() throws IOException {
        return Files.readString(Path.of("/proc", "" + process.pid(), "status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
