package labs.zookeeper.p2p;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/**
 * A node as a process of its own. Each message is answered with the way it came. It ends when its
 * standard input does, that is, when whoever started it has ended, however that was.
 */
public final class PeerMain {
    private static final Duration SESSION = Duration.ofSeconds(2);

    private PeerMain() {}

    /**
     * Runs a node until its standard input ends.
     *
     * @param args connect string, root, id, abilities separated by commas, links as in {@code
     *     n1-n2,n2-n3}
     */
    public static void main(String[] args) throws IOException {
        var config =
                new PeerConfig(
                        args[0],
                        args[1],
                        args[2],
                        args[3].isEmpty() ? Set.of() : Set.of(args[3].split(",")),
                        Topology.parse(args[4]),
                        SESSION);
        try (var node = PeerNode.start(config, message -> answer(args[2], message))) {
            while (System.in.read() >= 0) {}
        }
        System.exit(0);
    }

    /** The way that a message came, such as {@code n1 n2 n3}, with this node at its end. */
    static byte[] answer(String self, Message message) {
        return (String.join(" ", message.trail()) + " " + self).getBytes(StandardCharsets.UTF_8);
    }
}
