package labs.memory.ring;

import java.util.List;

/** How many points of the ring each server has. */
enum PointCount {
    /** 100 for each, whatever its weight: libmemcached without weights. */
    HUNDRED {
        @Override
        int of(RingServer server, List<RingServer> all) {
            return 100;
        }
    },

    /** 160 times the weight, so the ring grows with the weights: xmemcached. */
    TIMES_WEIGHT {
        @Override
        int of(RingServer server, List<RingServer> all) {
            // BEGIN SOLUTION
            return POINTS * server.weight();
            // END SOLUTION
            // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
        }
    },

    /**
     * The weight's share of 160 for each server, rounded down to whole digests of four:
     * libmemcached and spymemcached. With floats, as they have it: a last bit may be a digest less.
     */
    SHARE {
        @Override
        int of(RingServer server, List<RingServer> all) {
            // BEGIN SOLUTION
            float total = all.stream().mapToInt(RingServer::weight).sum();
            float share = server.weight() / total;
            return (int) Math.floor(share * POINTS / 4 * all.size() + 0.0000000001F) * 4;
            // END SOLUTION
            // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
        }
    };

    private static final int POINTS = 160;

    abstract int of(RingServer server, List<RingServer> all);
}
