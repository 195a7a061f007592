package labs.zookeeper.tree;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.zookeeper.client.ConnectStringParser;

/**
 * The servers to connect to, checked before the client sees them: it would take a missing port for
 * 2181 and an empty string for nobody, and try for ever.
 *
 * @param text as it was given
 * @param chroot the path behind the servers; {@code null} when there is none
 * @param servers their addresses, unresolved
 */
record ConnectString(String text, String chroot, List<InetSocketAddress> servers) {
    /**
     * @throws IllegalArgumentException that shows the string and says what is wrong
     */
    static ConnectString parse(String text) {
        int slash = text.indexOf('/');
        String hosts = slash < 0 ? text : text.substring(0, slash);
        if (hosts.isBlank()) {
            throw malformed(text, "it names no server");
        }
        for (String server : hosts.split(",", -1)) {
            checkServer(text, server);
        }
        try {
            var parser = new ConnectStringParser(text);
            return new ConnectString(text, parser.getChrootPath(), parser.getServerAddresses());
        } catch (IllegalArgumentException e) {
            throw malformed(text, e.getMessage());
        }
    }

    private static void checkServer(String text, String server) {
        int colon = server.lastIndexOf(':');
        if (colon <= 0 || server.isBlank() || !server.strip().equals(server)) {
            throw malformed(text, "'" + server + "' is not host:port");
        }
        String port = server.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}")
                || Integer.parseInt(port) == 0
                || Integer.parseInt(port) > 65_535) {
            throw malformed(text, "'" + port + "' is not a port (1 to 65535)");
        }
    }

    private static IllegalArgumentException malformed(String text, String why) {
        return new IllegalArgumentException(
                "bad connect string '"
                        + text
                        + "': "
                        + why
                        + "; it looks like host1:2181,host2:2181/chroot");
    }

    /** Those of its hosts that have no address just now. Asks the name service. */
    List<String> unknownHosts() {
        return servers.stream()
                .map(InetSocketAddress::getHostString)
                .distinct()
                .filter(host -> new InetSocketAddress(host, 1).isUnresolved())
                .collect(Collectors.toList());
    }
}
