package labs.memory.ring;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What a change of the servers does to the keys.
 *
 * @param keys how many there are
 * @param moved how many have another server than before
 * @param needless how many moved from a server that stayed to another that was there before
 */
public record KeyMovement(int keys, int moved, int needless) {
    /** Compares where each key is, before and after. */
    public static KeyMovement between(Placement before, Placement after, Collection<String> keys) {
        // BEGIN SOLUTION
        int moved = 0;
        int needless = 0;
        for (String key : keys) {
            RingServer from = before.server(key);
            RingServer to = after.server(key);
            if (!from.equals(to)) {
                moved++;
                boolean stays = after.servers().contains(from);
                needless += stays && before.servers().contains(to) ? 1 : 0;
            }
        }
        return new KeyMovement(keys.size(), moved, needless);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
    }

    /** How many of the keys each server holds; one without keys is missing. */
    public static Map<RingServer, Integer> load(Placement placement, Collection<String> keys) {
        Map<RingServer, Integer> load = new HashMap<>();
        keys.forEach(key -> load.merge(placement.server(key), 1, Integer::sum));
        return load;
    }

    /** The part of the keys that moved, 0 to 1. */
    public double share() {
        return keys == 0 ? 0 : (double) moved / keys;
    }
}
