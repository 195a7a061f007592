package labs.memory.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import labs.cluster.memcached.Memcached;
import labs.kit.bench.Bench;
import labs.kit.bench.Series;

/**
 * Our Memcached server beside memcached, interleaved: the same client, the same keys. Writes the
 * result as JSON to the path that is the first argument.
 */
public final class MemoryBench {
    private static final int CONNECTIONS = 64;
    private static final int ITEMS = 1_000_000;
    private static final int MEMORY = 1_024; // MiB that each may take
    private static final int ROUNDS = 5;
    private static final double SECONDS = 2;
    private static final double WARM_UP = 6; // the JIT compilers need it, most of all on two cores
    private static final String OURS = "ours";

    private final String memcached;
    private final Map<String, Measurable> servers = new LinkedHashMap<>();
    private final List<Series> all = new ArrayList<>();

    private MemoryBench(String memcached) {
        this.memcached = memcached;
    }

    public static void main(String[] args) throws Exception {
        Bench result = Bench.of("storage-memory", List.of("all"), args);
        Path program =
                Memcached.program()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "memcached is missing: apt-get install memcached"));
        MemoryBench bench = new MemoryBench("memcached " + version(program));
        try {
            bench.servers.put(OURS, Measurable.ours(MEMORY));
            bench.servers.put(bench.memcached, Measurable.memcached(program, MEMORY));
            bench.fill();
            for (Workload workload : Workload.values()) {
                bench.measure(workload);
            }
        } finally {
            for (Measurable server : bench.servers.values()) {
                server.close();
            }
        }
        result.write(bench.all);
    }

    private static String version(Path program) throws IOException {
        Process process = new ProcessBuilder(program.toString(), "-V").start();
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
        return said.replace("memcached", "").strip();
    }

    private void fill() throws IOException, InterruptedException {
        Series resident =
                new Series(
                        "resident", "a million items of 100 bytes: resident memory", "MiB", false);
        for (Map.Entry<String, Measurable> server : servers.entrySet()) {
            awaitListening(server.getValue().port());
            fill(server.getValue().port());
            double mebibytes = server.getValue().residentMebibytes();
            System.out.printf(Locale.ROOT, "%-20s %8.0f MiB%n", server.getKey(), mebibytes);
            resident.add(server.getKey(), mebibytes);
        }
        resident.ratio(OURS, memcached, 1.15);
        all.add(resident);
    }

    private static void awaitListening(int port) throws InterruptedException {
        labs.cluster.Awaiting.until(
                "memcached",
                java.time.Duration.ofSeconds(10),
                () -> {
                    try (Socket socket = new Socket("127.0.0.1", port)) {
                        return socket.isConnected();
                    } catch (IOException e) {
                        return false; // not yet
                    }
                },
                () -> "");
    }

    private static void fill(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            var in = new BufferedInputStream(socket.getInputStream());
            int batch = 1_000;
            for (int first = 0; first < ITEMS; first += batch) {
                StringBuilder sets = new StringBuilder();
                for (int i = first; i < first + batch; i++) {
                    sets.append(Workload.set(Workload.key(i)).replace(" 100\r", " 100 noreply\r"));
                }
                socket.getOutputStream().write((sets + "mn\r\n").getBytes(US_ASCII));
                String answer = new String(in.readNBytes(4), US_ASCII);
                if (!answer.equals("MN\r\n")) {
                    throw new IOException("a wrong answer: " + answer);
                }
            }
        }
    }

    private void measure(Workload workload) throws IOException {
        String what = "64 connections, " + workload.title();
        Series rate = new Series(workload.id(), what, "requests/s", true);
        Series p99 = new Series(workload.id() + "-p99", "the same: 99th percentile", "ms", false);
        Series cpu = new Series(workload.id() + "-cpu", "the same: CPU time a key", "us", false);
        Map<String, LoadGenerator> generators = new LinkedHashMap<>();
        servers.forEach(
                (name, server) ->
                        generators.put(
                                name,
                                new LoadGenerator(server.port(), workload, ITEMS, CONNECTIONS)));
        for (LoadGenerator generator : generators.values()) {
            generator.run(WARM_UP);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, LoadGenerator> generator : generators.entrySet()) {
                Measurable server = servers.get(generator.getKey());
                double before = server.cpuMicros();
                LoadGenerator.Measured measured = generator.getValue().run(SECONDS);
                double micros = server.cpuMicros() - before;
                System.out.printf(
                        Locale.ROOT,
                        "%-10s %-20s %8.0f requests/s   p99 %6.2f ms   %5.2f us CPU a key%n",
                        workload.id(),
                        generator.getKey(),
                        measured.perSecond(),
                        measured.p99Millis(),
                        micros / measured.requests() / workload.keys());
                rate.add(generator.getKey(), measured.perSecond());
                p99.add(generator.getKey(), measured.p99Millis());
                cpu.add(generator.getKey(), micros / measured.requests() / workload.keys());
            }
        }
        if (workload == Workload.GET || workload == Workload.SET) {
            rate.ratio(OURS, memcached, 0.9);
        } else if (workload == Workload.GET_16) {
            rate.ratio(OURS, memcached); // no goal: memcached answers each by a write of its own
        } else {
            rate.ratio(OURS, memcached, 1);
        }
        p99.ratio(OURS, memcached, 1.2);
        cpu.ratio(OURS, memcached);
        all.addAll(List.of(rate, p99, cpu));
    }
}
