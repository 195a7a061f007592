package labs.proxy.balance;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections each server has now. Thread-safe. */
public final class Loads {
    private final ConcurrentHashMap<String, AtomicInteger> connections = new ConcurrentHashMap<>();

    public void opened(String server) {
        count(server).incrementAndGet();
    }

    public void closed(String server) {
        count(server).decrementAndGet();
    }

    public int of(String server) {
        AtomicInteger count = connections.get(server);
        return count == null ? 0 : count.get();
    }

    // Nearly always it is there: to look first takes no lock.
    private AtomicInteger count(String server) {
        AtomicInteger count = connections.get(server);
        return count != null
                ? count
                : connections.computeIfAbsent(server, any -> new AtomicInteger());
    }
}
