package labs.memory.ring;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * A server, with all names that clients give it.
 *
 * @param given what stands in the client's configuration: a name or an address
 * @param host the name that looking up the address gives; the address if there is none
 * @param address in digits
 * @param weight its share, beside that of the others; at least 1
 */
public record RingServer(String given, String host, String address, int port, int weight) {
    /** The port that some clients leave out of the name. */
    static final int DEFAULT_PORT = 11211;

    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public RingServer {
        if (port < 1 || port > 65_535 || weight < 1) {
            throw new IllegalArgumentException(
                    "a port is 1 to 65535 and a weight at least 1: %d, %d".formatted(port, weight));
        }
    }

    /** Looks the server's address up, and then that address's name. */
    public static RingServer resolve(String given, int port) throws UnknownHostException {
        InetAddress address = InetAddress.getByName(given);
        String host = InetAddress.getByAddress(address.getAddress()).getHostName();
        return new RingServer(given, host, address.getHostAddress(), port, 1);
    }

    /** The same with another weight. */
    public RingServer weighing(int other) {
        return new RingServer(given, host, address, port, other);
    }

    InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, port);
    }

    @Override
    public String toString() {
        return given + ":" + port;
    }
}
