package labs.proxy.vrrp;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Where a router speaks from. Compared as addresses are in network byte order: 200.0.0.1 is greater
 * than 100.0.0.1. The port decides among equal addresses: on a real network there are none, but on
 * a loopback several routers share 127.0.0.1.
 */
public record Peer(Inet4Address address, int port) implements Comparable<Peer> {

    /**
     * The same as a socket's address.
     *
     * @throws IllegalArgumentException if it is not an IPv4 address
     */
    public static Peer of(InetSocketAddress socket) {
        if (socket.getAddress() instanceof Inet4Address address) {
            return new Peer(address, socket.getPort());
        }
        throw new IllegalArgumentException("not an IPv4 address: " + socket);
    }

    InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, port);
    }

    @Override
    public int compareTo(Peer other) {
        // BEGIN SOLUTION
        return Comparator.comparing(
                        (Peer peer) -> peer.address.getAddress(), Arrays::compareUnsigned)
                .thenComparingInt(Peer::port)
                .compare(this, other);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-8: README, part 8");
    }

    @Override
    public String toString() {
        return address.getHostAddress() + ":" + port;
    }
}
