package labs.proxy.backend;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import labs.proxy.config.StickTable;
import labs.proxy.health.Nanos;

/**
 * {@code stick-table type ip}: which client last went to which server. When it is full, who has not
 * come for the longest time is forgotten. Thread-safe.
 */
final class StickyClients {
    private record Visit(String server, long seen) {}

    private final StickTable settings;
    private final Nanos clock;
    private final Map<InetAddress, Visit> entries; // guarded by this

    StickyClients(StickTable settings, Nanos clock) {
        this.settings = settings;
        this.clock = clock;
        this.entries =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<InetAddress, Visit> eldest) {
                        return size() > settings.size();
                    }
                };
    }

    synchronized Optional<String> of(InetAddress client) {
        Visit visit = entries.get(client);
        if (visit == null) {
            return Optional.empty();
        }
        long expire = settings.expire().toNanos();
        if (expire > 0 && clock.now() - visit.seen() > expire) {
            entries.remove(client);
            return Optional.empty();
        }
        return Optional.of(visit.server());
    }

    synchronized void remember(InetAddress client, String server) {
        entries.put(client, new Visit(server, clock.now()));
    }
}
