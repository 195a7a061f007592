package labs.compute.mapreduce;

import java.io.IOException;
import java.util.Iterator;

/**
 * What a user writes. Both functions may be called for the same input again, in other processes:
 * they must give the same then, and change nothing outside. Needs a constructor without parameters,
 * since workers make their own. Where {@link #combines}, reduce is called also while map emits: the
 * two must not share what they write to.
 */
public interface Job {
    /** Called for each line of the input, without its end. */
    void map(Slice line, Emitter out) throws IOException;

    /**
     * Called for each key, in ascending order, with all its values in any order. The iterator hands
     * out the same slice again and again.
     */
    void reduce(Slice key, Iterator<Slice> values, Emitter out) throws IOException;

    /**
     * Whether {@link #reduce} may also be applied to some of a key's values, and to its own
     * results: true for sums, not for means. It then runs before the shuffle as well.
     */
    default boolean combines() {
        return false;
    }

    /** Which of the reducers gets a key; the same for the same key, everywhere. */
    default int partition(Slice key, int reducers) {
        return Math.floorMod(key.hashCode() * 0x9E3779B9, reducers);
    }
}
