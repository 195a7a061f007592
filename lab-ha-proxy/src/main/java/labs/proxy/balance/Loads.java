package labs.proxy.balance;

import java.util.concurrent.ConcurrentHashMap;

/** How many connections each server has now. Thread-safe. */
public final class Loads {
    private final ConcurrentHashMap<String, Integer> connections = new ConcurrentHashMap<>();

    public void opened(String server) {
        connections.merge(server, 1, Integer::sum);
    }

    public void closed(String server) {
        connections.merge(server, -1, Integer::sum);
    }

    public int of(String server) {
        return connections.getOrDefault(server, 0);
    }
}
