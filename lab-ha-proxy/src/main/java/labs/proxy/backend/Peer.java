package labs.proxy.backend;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;

/**
 * Who is at the other end of a client's connection.
 *
 * @param source the client; behind another proxy, what the PROXY header says
 * @param destination what it connected to; likewise
 * @param sni the name that it asked for in TLS; empty without
 * @param address the client's address as text
 * @param tls whether it came in TLS
 */
public record Peer(
        InetSocketAddress source,
        InetSocketAddress destination,
        String sni,
        String address,
        boolean tls) {
    public Peer(InetSocketAddress source, InetSocketAddress destination, String sni) {
        this(source, destination, sni, false);
    }

    public Peer(InetSocketAddress source, InetSocketAddress destination, String sni, boolean tls) {
        this(source, destination, sni, NetUtil.toAddressString(source.getAddress()), tls);
    }
}
