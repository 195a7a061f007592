package labs.memory.ring;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Jump consistent hash (Lamping and Veach 2014): no memory, an even share for each, and the fewest
 * keys move. But servers are numbers: only the last one can leave.
 */
final class JumpHash implements Placement {
    private static final long MULTIPLIER = 2_862_933_555_777_941_757L;

    private final List<RingServer> servers;

    JumpHash(List<RingServer> servers) {
        this.servers = Placement.atLeastOne(servers);
    }

    /** The bucket, 0 to buckets - 1, of a number of 64 bits. */
    static int bucket(long key, int buckets) {
        // BEGIN SOLUTION
        long state = key;
        long bucket = -1;
        long next = 0;
        while (next < buckets) {
            bucket = next;
            state = state * MULTIPLIER + 1;
            next = (long) ((bucket + 1) * ((double) (1L << 31) / ((state >>> 33) + 1)));
        }
        return (int) bucket;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
    }

    private int index(String key) {
        long[] four = KeyHash.fourOf(key);
        return bucket(four[1] << 32 | four[0], servers.size());
    }

    @Override
    public List<RingServer> servers() {
        return servers;
    }

    @Override
    public RingServer server(String key) {
        return servers.get(index(key));
    }

    @Override
    public List<RingServer> preference(String key) {
        List<RingServer> order = new ArrayList<>(servers);
        Collections.rotate(order, -index(key));
        return order;
    }
}
