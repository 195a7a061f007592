package labs.zookeeper.tree;

import java.time.Duration;
import java.util.List;
import org.apache.zookeeper.KeeperException.Code;

/**
 * No server let us in within the limit. Nothing was done; or what was done changes nothing when it
 * is done again, such as a read.
 */
public final class NotConnectedException extends TreeException {
    private static final long serialVersionUID = 1;

    NotConnectedException(ConnectString servers, Duration limit) {
        super(Code.CONNECTIONLOSS, describe(servers, limit), null);
    }

    private static String describe(ConnectString servers, Duration limit) {
        List<String> unknown = servers.unknownHosts();
        return "no server of "
                + servers.text()
                + " let us in within "
                + limit.toMillis()
                + " ms. "
                + (unknown.isEmpty()
                        ? "Do the servers run, does a majority of them, and do the ports fit?"
                                + " Ask one: echo srvr | nc HOST PORT"
                        : "These hosts have no address, check their names: "
                                + String.join(", ", unknown));
    }
}
