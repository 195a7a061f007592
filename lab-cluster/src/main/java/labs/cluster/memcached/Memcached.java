package labs.cluster.memcached;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import labs.cluster.Awaiting;
import labs.cluster.Cluster;
import labs.cluster.Node;
import labs.cluster.Ports;
import labs.cluster.ProcessNode;
import labs.cluster.Provision;
import labs.cluster.RealSystem;
import labs.cluster.ServerEndedException;
import labs.cluster.ServerProcess;
import labs.cluster.SystemCluster;
import labs.cluster.WorkDirectory;

/**
 * Memcached servers: some that we started, each a process of this machine, or some that run
 * elsewhere. Thread-safe. Close it: that kills ours.
 */
public final class Memcached extends SystemCluster<ProcessNode> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> addresses;

    /** Yours. */
    private Memcached(List<String> addresses) {
        this.addresses = addresses;
    }

    private Memcached(List<ProcessNode> nodes, Runnable remains) {
        super(Provision.NATIVE, nodes, remains);
        this.addresses = nodes.stream().map(Node::address).toList();
    }

    /** The program, where the package is installed. */
    public static Optional<Path> program() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/bin:/usr/local/bin";
        return Stream.of(path.split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "memcached"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The servers that {@code LAB_MEMCACHED} names, or that many of our own. */
    public static Memcached fromEnvironmentOr(int servers) {
        Optional<String> yours = Provision.address(RealSystem.MEMCACHED);
        Memcached memcached =
                yours.map(text -> new Memcached(Arrays.asList(text.split(","))))
                        .orElseGet(() -> start(servers));
        memcached.provision().say(RealSystem.MEMCACHED, String.join(",", memcached.addresses()));
        return memcached;
    }

    /**
     * Starts that many servers and waits until they serve.
     *
     * @param arguments of the program, for example {@code -m 64 -t 2}; the address is added
     * @throws IllegalStateException if the program is not installed, or does not come up
     */
    public static Memcached start(int servers, String... arguments) {
        Memcached memcached = create(servers, arguments);
        try {
            memcached.heal();
            return memcached;
        } catch (RuntimeException e) {
            memcached.close();
            throw e;
        }
    }

    private static Memcached create(int servers, String... arguments) {
        Path program =
                program()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "memcached is not installed: apt-get install"
                                                        + " memcached, or name a running one in "
                                                        + RealSystem.MEMCACHED.variable()));
        WorkDirectory directory = WorkDirectory.create("memcached");
        List<ProcessNode> nodes = new ArrayList<>();
        for (int port : Ports.free(servers)) {
            int id = nodes.size() + 1;
            List<String> command = command(program, port, arguments);
            Path log = directory.path().resolve("server-" + id + ".log");
            ServerProcess process = new ServerProcess("memcached-" + id, log);
            nodes.add(new ProcessNode(id, "127.0.0.1:" + port, process, () -> command));
        }
        return new Memcached(nodes, directory::close);
    }

    private static List<String> command(Path program, int port, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "root")); // it refuses to be root by accident
        }
        command.addAll(List.of("-l", "127.0.0.1", "-p", String.valueOf(port), "-U", "0"));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /** {@code host:port} of each server. */
    public List<String> addresses() {
        return addresses;
    }

    @Override
    protected void awaitServing() {
        Awaiting.until(
                "all servers to serve",
                PATIENCE,
                () -> nodes().stream().allMatch(Memcached::serves),
                () -> Cluster.lastLines(nodes()));
    }

    private static boolean serves(ProcessNode server) {
        if (!server.isAlive()) {
            throw ServerEndedException.of(server);
        }
        int colon = server.address().indexOf(':');
        int port = Integer.parseInt(server.address().substring(colon + 1));
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }
}
