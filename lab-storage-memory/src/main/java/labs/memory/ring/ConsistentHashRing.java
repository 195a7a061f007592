package labs.memory.ring;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Consistent hashing with virtual nodes (Karger and others 1997; ketama). Each server has many
 * points on a circle of 2³² places, and a key belongs to the first point at or behind its hash.
 * When a server goes, its keys move to the servers behind its points, and no others move.
 */
final class ConsistentHashRing implements Placement {
    private final List<RingServer> servers;
    private final KeyHash keyHash;
    private final long[] points; // ascending
    private final RingServer[] owners; // of the points

    ConsistentHashRing(
            List<RingServer> servers, ServerName name, PointCount count, KeyHash keyHash) {
        this.servers = Placement.atLeastOne(servers);
        this.keyHash = keyHash;
        Map<Long, RingServer> ring = new TreeMap<>();
        for (RingServer server : this.servers) {
            addPoints(ring, server, name.of(server), count.of(server, this.servers));
        }
        this.points = ring.keySet().stream().mapToLong(Long::longValue).toArray();
        this.owners = ring.values().toArray(RingServer[]::new);
    }

    /**
     * The points are the hashes of name-0, name-1 and so on; a digest of MD5 gives four of them.
     */
    private void addPoints(Map<Long, RingServer> ring, RingServer server, String name, int count) {
        // BEGIN SOLUTION
        if (keyHash != KeyHash.MD5) {
            for (int i = 0; i < count; i++) {
                ring.put(keyHash.of(name + "-" + i), server);
            }
            return;
        }
        for (int i = 0; i < count / 4; i++) {
            for (long point : KeyHash.fourOf(name + "-" + i)) {
                ring.put(point, server);
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
    }

    @Override
    public List<RingServer> servers() {
        return servers;
    }

    @Override
    public RingServer server(String key) {
        return owners[first(keyHash.of(key))];
    }

    /** The first point at or behind a place of the circle, whose end is followed by its begin. */
    private int first(long place) {
        // BEGIN SOLUTION
        int found = Arrays.binarySearch(points, place);
        int index = found >= 0 ? found : -found - 1;
        return index % points.length;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
    }

    /** The servers as their points follow on the ring from the key on, each once. */
    @Override
    public List<RingServer> preference(String key) {
        // BEGIN SOLUTION
        Set<RingServer> order = new LinkedHashSet<>();
        int start = first(keyHash.of(key));
        for (int i = 0; i < points.length && order.size() < servers.size(); i++) {
            order.add(owners[(start + i) % points.length]);
        }
        order.addAll(servers); // one without a point of its own comes last
        return List.copyOf(order);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
    }

    int points() {
        return points.length;
    }
}
