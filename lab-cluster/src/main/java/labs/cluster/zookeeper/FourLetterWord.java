package labs.cluster.zookeeper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The commands of four letters that a ZooKeeper server answers in plain text on its client port.
 *
 * @see <a href="https://zookeeper.apache.org/doc/r3.9.3/zookeeperAdmin.html#sc_4lw">the Four Letter
 *     Words</a>
 */
public final class FourLetterWord {
    private static final int PATIENCE_MS = 2_000;

    private FourLetterWord() {}

    /**
     * Asks the server on that port of this machine.
     *
     * @param word such as {@code srvr}, {@code mntr}, {@code cons} or {@code wchs}
     * @throws IOException when nobody listens there, or no answer came within two seconds
     */
    public static String ask(int port, String word) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
