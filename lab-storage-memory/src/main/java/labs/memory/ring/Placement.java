package labs.memory.ring;

import java.util.List;

/** Says which server holds a key. Immutable. */
public interface Placement {
    /** The servers, in the order in which they were named. */
    List<RingServer> servers();

    /** The server of a key. */
    RingServer server(String key);

    /**
     * All servers, in the order in which to ask them for a key: the first holds it, the second
     * takes it over when the first is dead, and so on.
     */
    List<RingServer> preference(String key);

    /** A copy of the servers. */
    static List<RingServer> atLeastOne(List<RingServer> servers) {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("no servers: name at least one");
        }
        return List.copyOf(servers);
    }
}
