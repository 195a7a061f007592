package labs.proxy.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The switch that the nodes' power goes through. It stands outside of them, as a socket with a
 * network card of its own does, and is asked by the fence agent {@code fence_lab} on any node.
 */
public final class PowerSwitch implements AutoCloseable {
    /**
     * A node that was switched off.
     *
     * @param elsewhere which other nodes had a database at this moment
     */
    public record Cut(String node, Set<String> elsewhere) {}

    private final ServerSocketChannel listener;
    private final ClusterOfNodes cluster;
    private final List<Cut> cuts = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::serve, "power-switch");

    private PowerSwitch(ServerSocketChannel listener, ClusterOfNodes cluster) {
        this.listener = listener;
        this.cluster = cluster;
    }

    /** Listens in this directory, which the nodes see. */
    static PowerSwitch open(Path directory, ClusterOfNodes cluster) throws IOException {
        Files.createDirectory(directory);
        var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(directory.resolve("switch")));
        var power = new PowerSwitch(listener, cluster);
        power.thread.setDaemon(true);
        power.thread.start();
        return power;
    }

    /** What it cut, in order. */
    public List<Cut> cuts() {
        return List.copyOf(cuts);
    }

    private void serve() {
        while (listener.isOpen()) {
            try (SocketChannel asking = listener.accept()) {
                var lines = new BufferedReader(Channels.newReader(asking, UTF_8));
                String answer = answer(lines.readLine());
                asking.write(ByteBuffer.wrap((answer + "\n").getBytes(UTF_8)));
            } catch (IOException e) {
                // Closed, or who asked has gone: it may have been switched off itself.
            }
        }
    }

    private String answer(String request) {
        String[] words = request == null ? new String[0] : request.split(" ");
        if (words.length == 1 && words[0].equals("ping")) {
            return "pong";
        }
        try {
            Node node = cluster.node(words.length == 2 ? words[1] : "");
            return switch (words[0]) {
                case "off" -> cut(node);
                case "status" -> node.isOn() ? "on" : "off";
                default -> "what?";
            };
        } catch (IllegalArgumentException | ClusterException e) {
            return "failed: " + e.getMessage();
        }
    }

    private String cut(Node node) {
        Set<String> elsewhere = new TreeSet<>();
        for (Node other : cluster.nodes()) {
            if (other != node && other.isOn() && other.hasDatabase()) {
                elsewhere.add(other.name());
            }
        }
        node.crash();
        cuts.add(new Cut(node.name(), elsewhere));
        return "off";
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new ClusterException("cannot close the power switch", e);
        }
    }
}
