package labs.compute.join;

import java.io.IOException;
import java.util.BitSet;
import labs.compute.table.ColumnBatch;

/**
 * Joins left rows with right ones that are in memory, by an index. In two steps, because the right
 * ones may be only a part of their table: whether a left row has no match is known behind the last
 * part. Not thread-safe.
 */
final class HashProbe {
    private static final int FIRSTS = 512; // so many keys are looked up at once

    private final JoinSpec spec;
    private final JoinedRows out;
    private final boolean isPlain; // equal keys are enough
    private final int[] firsts = new int[FIRSTS];

    HashProbe(JoinSpec spec, JoinedRows out) {
        this.spec = spec;
        this.out = out;
        this.isPlain = spec.also().isEmpty();
    }

    /**
     * Adds the pairs if the join has them, and marks the left rows that have a match.
     *
     * @param matched row i of the batch is number {@code base + i}
     * @param rights the right rows that have a match are marked there, if the join is a FULL one
     */
    void match(
            ColumnBatch left,
            ColumnBatch right,
            HashIndex index,
            BitSet matched,
            int base,
            BitSet rights)
            throws IOException {
        // BEGIN SOLUTION
        boolean hasPairs = spec.type().hasRight();
        boolean isMarked = spec.type() != JoinType.INNER;
        out.of(left, right);
        long[] keys = left.column(spec.leftKey());
        for (int row = 0; row < left.rows(); row++) {
            if (row % FIRSTS == 0) {
                index.first(keys, row, Math.min(FIRSTS, left.rows() - row), firsts);
            }
            int match = first(keys[row], firsts[row % FIRSTS], index, left, right, row);
            if (match >= 0 && isMarked) {
                matched.set(base + row);
            }
            while (hasPairs && match >= 0) {
                out.add(row, match);
                if (spec.type() == JoinType.FULL) {
                    rights.set(match);
                }
                match = agreeing(index.after(match), index, left, right, row);
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }

    // BEGIN SOLUTION
    /**
     * The first match; of NULL there is none, though a FULL join keeps right rows without a key.
     */
    private int first(
            long key, int found, HashIndex index, ColumnBatch left, ColumnBatch right, int row) {
        return key == ColumnBatch.NULL
                ? JoinedRows.NO_ROW
                : agreeing(found, index, left, right, row);
    }

    /** That match, or the first one behind it that is equal in all. */
    private int agreeing(int from, HashIndex index, ColumnBatch left, ColumnBatch right, int row) {
        int match = from;
        while (!isPlain && match >= 0 && !spec.agree(left, row, right, match)) {
            match = index.after(match);
        }
        return match;
    }

    // END SOLUTION
    /** Adds the right rows that are not marked, if the join is a FULL one. */
    void restOfRight(ColumnBatch right, BitSet rights) throws IOException {
        // BEGIN SOLUTION
        if (spec.type() != JoinType.FULL) {
            return;
        }
        out.ofRight(right);
        for (int row = rights.nextClearBit(0);
                row < right.rows();
                row = rights.nextClearBit(row + 1)) {
            out.add(JoinedRows.NO_ROW, row);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }

    /** Adds the left rows that the join has once: with a match, or without, as its type says. */
    void rest(ColumnBatch left, BitSet matched, int base) throws IOException {
        // BEGIN SOLUTION
        if (spec.type() == JoinType.INNER) {
            return;
        }
        boolean wanted = spec.type() == JoinType.SEMI;
        out.ofLeft(left);
        for (int row = 0; row < left.rows(); row++) {
            if (matched.get(base + row) == wanted) {
                out.add(row, JoinedRows.NO_ROW);
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }
}
