package labs.proxy.totem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import labs.proxy.totem.TotemMessage.Data;

/**
 * The messages of one ring that this node has, by number. They come in any order, more than once,
 * and with holes.
 *
 * <pre>
 *   1 2 3 4 5 6 7 8 9       aru = 6: all up to 6
 *   ■ ■ ■ ■ ■ ■ · ■ ·       missing up to 9: 7, 9
 * </pre>
 */
final class Backlog {
    private final TreeMap<Long, Data> messages = new TreeMap<>();
    private long aru;

    /** Keeps it, unless it was there before or has been discarded; returns whether it is new. */
    boolean add(Data message) {
        // BEGIN SOLUTION
        if (message.seq() <= aru || messages.containsKey(message.seq())) {
            return false;
        }
        messages.put(message.seq(), message);
        while (messages.containsKey(aru + 1)) {
            aru++;
        }
        return true;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /** The greatest number up to which no message misses; 0 if the first one does. */
    long aru() {
        return aru;
    }

    Optional<Data> get(long seq) {
        return Optional.ofNullable(messages.get(seq));
    }

    /** Those that are there from that number on, in order. */
    List<Data> from(long seq) {
        return List.copyOf(messages.tailMap(seq).values());
    }

    /** The first of those that miss up to {@code last}, at most so many, in order. */
    List<Long> missing(long last, int most) {
        // BEGIN SOLUTION
        var missing = new ArrayList<Long>();
        for (long seq = aru + 1; seq <= last && missing.size() < most; seq++) {
            if (!messages.containsKey(seq)) {
                missing.add(seq);
            }
        }
        return missing;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /** Forgets those up to that number, which is not above {@link #aru}: everybody has them. */
    void discard(long upTo) {
        messages.headMap(upTo, true).clear();
    }
}
