package labs.proxy.mysql.cluster;

import java.util.List;
import java.util.Optional;

/**
 * Which server is what, at a moment.
 *
 * @param servers in the order of the configuration
 */
public record Topology(List<ServerView> servers) {
    /** Who takes writes; empty if nobody does now. */
    public Optional<ServerView> primary() {
        return servers.stream()
                .filter(server -> server.role() == ServerView.Role.PRIMARY)
                .findFirst();
    }

    /**
     * One server.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public ServerView server(String name) {
        return servers.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no server " + name));
    }
}
