package labs.proxy.mysql.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import labs.proxy.balance.Loads;

/**
 * Chooses the replica for a session's reads: the one with the fewest connections of ours. Among
 * equals it goes in turn: the search begins behind the server that was chosen last. Thread-safe.
 */
public final class Replicas {
    private final Duration mostLag;
    private final Loads loads;
    private String last = ""; // guarded by this

    /**
     * @param mostLag a replica whose data are older gets no reads
     */
    public Replicas(Duration mostLag, Loads loads) {
        this.mostLag = mostLag;
        this.loads = loads;
    }

    /** Whether this server may be read: it is a replica, and not too old. */
    public boolean isReadable(ServerView server) {
        // BEGIN SOLUTION
        return server.role() == ServerView.Role.REPLICA && server.lag().compareTo(mostLag) <= 0;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    /**
     * The replica for a session that is in need of one.
     *
     * @param tried could not be reached
     * @return empty if none may be read: then the primary must do
     */
    public synchronized Optional<ServerView> choose(Topology topology, Set<String> tried) {
        // BEGIN SOLUTION
        List<ServerView> all = topology.servers();
        int begin = 0;
        for (int i = 0; i < all.size(); i++) {
            begin = all.get(i).name().equals(last) ? i + 1 : begin;
        }
        Optional<ServerView> chosen =
                Stream.concat(all.stream().skip(begin), all.stream().limit(begin))
                        .filter(server -> isReadable(server) && !tried.contains(server.name()))
                        .min((one, other) -> Integer.compare(load(one), load(other)));
        chosen.ifPresent(server -> last = server.name());
        return chosen;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    // BEGIN SOLUTION
    private int load(ServerView server) {
        return loads.of(server.name());
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
