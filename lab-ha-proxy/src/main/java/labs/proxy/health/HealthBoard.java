package labs.proxy.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import labs.proxy.balance.Target;
import labs.proxy.config.Backend;
import labs.proxy.config.Server;

/**
 * The servers of one backend, and which of them a balancer may use now. Not thread-safe.
 *
 * <p>Backups get nothing as long as any other server can take something. If none can, the first
 * backup in the order of the file that can gets all, and the others nothing; it gives up its place
 * as soon as a server that is no backup is back.
 */
public final class HealthBoard {
    private record Entry(Server server, ServerHealth health, Admin admin) {
        /** What it may get now; nothing if the operator says so. */
        int weight() {
            return admin == Admin.READY ? health.weight() : 0;
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    public HealthBoard(Backend backend, Nanos clock) {
        for (Server server : backend.servers()) {
            entries.put(
                    server.name(),
                    new Entry(server, new ServerHealth(Rules.of(server), clock), Admin.READY));
        }
    }

    /**
     * The health of one server.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public ServerHealth of(String server) {
        return entry(server).health();
    }

    private Entry entry(String server) {
        Entry entry = entries.get(server);
        if (entry == null) {
            throw new IllegalArgumentException("there is no server " + server);
        }
        return entry;
    }

    /** What the operator wants of it. */
    public Admin admin(String server) {
        return entry(server).admin();
    }

    /** The operator wants something else of it. Its checks go on. */
    public void administer(String server, Admin admin) {
        Entry entry = entry(server);
        entries.put(server, new Entry(entry.server(), entry.health(), admin));
    }

    /** Those that a balancer may use now, with their weights, in the order of the file. */
    public List<Target> targets() {
        // BEGIN SOLUTION
        List<Target> active = usable(false);
        return active.isEmpty() ? usable(true).stream().limit(1).toList() : active;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-3: README, part 3");
    }

    // BEGIN SOLUTION
    private List<Target> usable(boolean backup) {
        return entries.values().stream()
                .filter(entry -> entry.server().backup() == backup)
                .map(entry -> new Target(entry.server().name(), entry.weight()))
                .filter(target -> target.weight() > 0)
                .toList();
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
