package labs.compute.sort;

import java.io.Serial;
import java.io.Serializable;

/**
 * Between which numbers of cuts those below a rank are, by its distance from the least cut: a
 * search has to look only there. Of ranks that are spread evenly most need no search at all.
 * Immutable.
 */
final class CutIndex implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    private static final int SLOT_BITS = 11;

    private final long least;
    private final long greatest;
    private final int shift;
    private final int[] below; // for each slot: how many cuts are below the least rank in it

    /**
     * @param cuts ascending
     * @param count how many of them there are
     */
    CutIndex(long[] cuts, int count) {
        least = count == 0 ? 0 : cuts[0];
        greatest = count == 0 ? 0 : cuts[count - 1];
        int bits = Long.SIZE - Long.numberOfLeadingZeros(greatest - least); // as unsigned
        shift = Math.max(0, bits - SLOT_BITS);
        below = new int[(int) ((greatest - least) >>> shift) + 2];
        below[below.length - 1] = count;
        int cut = 0;
        for (int slot = 0; slot < below.length - 1; slot++) {
            while (cut < count
                    && Long.compareUnsigned(cuts[cut] - least, (long) slot << shift) < 0) {
                cut++;
            }
            below[slot] = cut;
        }
    }

    /** The slot of a rank: the cuts below it are from {@link #least} to {@link #most}. */
    int slot(long rank) {
        long bounded = Math.min(Math.max(rank, least), greatest);
        return (int) ((bounded - least) >>> shift);
    }

    int least(int slot) {
        return below[slot];
    }

    int most(int slot) {
        return below[slot + 1];
    }
}
