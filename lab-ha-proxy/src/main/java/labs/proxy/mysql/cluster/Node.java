package labs.proxy.mysql.cluster;

import java.net.InetSocketAddress;

/** A server as the configuration names it. */
public record Node(String name, InetSocketAddress address) {}
