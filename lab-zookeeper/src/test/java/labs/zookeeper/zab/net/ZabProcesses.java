package labs.zookeeper.zab.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import labs.kit.Direction;
import labs.kit.FaultProxy;

/**
 * A cluster whose nodes are processes, with a {@link FaultProxy} on the way from each node to each
 * other one. Confined to one thread, except {@link #clients}.
 */
final class ZabProcesses implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private final int nodes;
    private final Path folder;
    private final List<InetSocketAddress> peers;
    private final List<InetSocketAddress> clients;
    private final List<List<FaultProxy>> ways; // from a node to a node
    private final List<Process> processes = new ArrayList<>();

    /** Starts that many, and waits until each is up. */
    ZabProcesses(int nodes, Path folder) {
        this.nodes = nodes;
        this.folder = folder;
        List<InetSocketAddress> ports = FreePorts.find(2 * nodes);
        this.peers = ports.subList(0, nodes);
        this.clients = ports.subList(nodes, 2 * nodes);
        this.ways =
                all().stream().map(from -> peers.stream().map(FaultProxy::to).toList()).toList();
        all().forEach(id -> processes.add(launch(id)));
        all().forEach(this::awaitUp);
    }

    List<Integer> all() {
        return IntStream.range(0, nodes).boxed().toList();
    }

    List<Integer> allBut(int id) {
        return all().stream().filter(other -> other != id).toList();
    }

    /** Where they serve clients. */
    List<InetSocketAddress> clients() {
        return clients;
    }

    Path file(int id) {
        return folder.resolve("node-" + id).resolve("zab.log");
    }

    private Process launch(int id) {
        String reached =
                ways.get(id).stream()
                        .map(way -> text(way.address()))
                        .collect(Collectors.joining(","));
        String served = clients.stream().map(ZabProcesses::text).collect(Collectors.joining(","));
        try {
            Files.createDirectories(output(id).getParent());
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Xmx96m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1", // starts in half the time
                            "-XX:-UsePerfData",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ZabServerMain.class.getName(),
                            String.valueOf(id),
                            reached,
                            text(peers.get(id)),
                            served,
                            file(id).toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output(id).toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path output(int id) {
        return folder.resolve("node-" + id).resolve("output.txt");
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    private void awaitUp(int id) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (peek(id).isEmpty()) {
            if (!processes.get(id).isAlive() || System.nanoTime() - deadline > 0) {
                throw new AssertionError("node " + id + " is not up; it said:\n" + said(id));
            }
        }
    }

    /** What that process wrote to its terminal. */
    String said(int id) {
        try {
            return Files.readString(output(id), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What that node was delivered; nothing if it does not answer. */
    Optional<ClientReply.Local> peek(int id) {
        try {
            return Optional.of(CounterClient.peek(clients.get(id), SHORT));
        } catch (IOException down) {
            return Optional.empty();
        }
    }

    /** One that believes to be the primary, if there is one. */
    Optional<Integer> primaryAmong(List<Integer> candidates) {
        return candidates.stream()
                .filter(id -> peek(id).map(ClientReply.Local::primary).orElse(false))
                .findFirst();
    }

    /** {@code kill -9}. */
    void kill(int id) {
        Process process = processes.get(id).destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("node " + id + " does not die");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void restart(int id) {
        processes.set(id, launch(id));
        awaitUp(id);
    }

    /** Nothing passes between these and the others; connections stay open, and say nothing. */
    void cutOff(Set<Integer> these) {
        for (int from : all()) {
            for (int to : all()) {
                if (these.contains(from) != these.contains(to)) {
                    ways.get(from).get(to).blackHole(Direction.TO_SERVER);
                }
            }
        }
    }

    /** Resets every connection between nodes. */
    void resetConnections() {
        ways.forEach(from -> from.forEach(FaultProxy::cut));
    }

    /** What was held back arrives now, late. */
    void heal() {
        ways.forEach(from -> from.forEach(FaultProxy::heal));
    }

    @Override
    public void close() {
        for (int id = 0; id < processes.size(); id++) {
            kill(id);
        }
        ways.forEach(from -> from.forEach(FaultProxy::close));
    }
}
