package labs.memory.ring;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A number for each server, which stands in the names of the keys that belong to it. With a new
 * number, all that was stored under the old names is out of reach, wherever it lies: at the server,
 * and at those that stood in for it. It falls out of the caches as what nobody reads.
 *
 * <p>All clients must see the same numbers. Those of one process share this object; those of many
 * keep it where they agree, for example in ZooKeeper. Thread-safe.
 */
public final class Generations {
    private final Map<RingServer, Integer> numbers = new ConcurrentHashMap<>();

    /**
     * The name of a key at a server. It changes with the state of each server that comes before,
     * too: with another one dead, another one stands in, whose old copies must not be read.
     *
     * @param asked the key's own server, and those that stand in for it, to the one asked now
     */
    String name(List<RingServer> asked, String key) {
        // BEGIN SOLUTION
        return asked.stream()
                .map(server -> String.valueOf(numbers.getOrDefault(server, 0)))
                .collect(Collectors.joining(".", "", ":" + key));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
    }

    /** From now on the keys of this server have other names. */
    void next(RingServer server) {
        // BEGIN SOLUTION
        numbers.merge(server, 1, Integer::sum);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
    }
}
