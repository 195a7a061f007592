package labs.proxy.mysql.cluster;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What the monitor knows of a server.
 *
 * @param lag how old its data are
 */
public record ServerView(String name, InetSocketAddress address, Role role, Duration lag) {
    public enum Role {
        /** Takes writes. */
        PRIMARY,
        /** Follows the primary. */
        REPLICA,
        /** Does not answer. */
        DOWN,
        /** Answers, but has no part: a primary of the past, or something unknown. */
        FENCED
    }
}
