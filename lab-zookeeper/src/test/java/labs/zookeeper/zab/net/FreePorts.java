package labs.zookeeper.zab.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import labs.cluster.Ports;

/** Addresses of the loopback interface on which nobody listens. */
final class FreePorts {
    private FreePorts() {}

    /** All different. */
    static List<InetSocketAddress> find(int count) {
        return Ports.free(count).stream().map(FreePorts::local).toList();
    }

    static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
