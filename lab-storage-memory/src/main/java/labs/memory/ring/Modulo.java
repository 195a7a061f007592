package labs.memory.ring;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The hash modulo the number of servers. When that number changes, nearly every key moves. */
final class Modulo implements Placement {
    private final List<RingServer> servers;
    private final KeyHash hash;

    Modulo(List<RingServer> servers, KeyHash hash) {
        this.servers = Placement.atLeastOne(servers);
        this.hash = hash;
    }

    @Override
    public List<RingServer> servers() {
        return servers;
    }

    @Override
    public RingServer server(String key) {
        return servers.get(index(key));
    }

    private int index(String key) {
        // BEGIN SOLUTION
        return (int) (hash.of(key) % servers.size());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
    }

    @Override
    public List<RingServer> preference(String key) {
        List<RingServer> order = new ArrayList<>(servers);
        Collections.rotate(order, -index(key));
        return order;
    }
}
