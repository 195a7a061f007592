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
    private final JoinSpec spec;
    private final JoinedRows out;

    HashProbe(JoinSpec spec, JoinedRows out) {
        this.spec = spec;
        this.out = out;
    }

    /**
     * Adds the pairs if the join has them, and marks the left rows that have a match.
     *
     * @param matched row i of the batch is number {@code base + i}
     */
    void match(ColumnBatch left, ColumnBatch right, HashIndex index, BitSet matched, int base)
            throws IOException {
        // BEGIN SOLUTION
        long[] keys = left.column(spec.leftKey());
        boolean hasPairs = spec.type().hasRight();
        boolean isMarked = spec.type() != JoinType.INNER;
        out.of(left, right);
        for (int row = 0; row < left.rows(); row++) {
            int match = index.first(keys[row]); // of NULL there is none: see JoinSpec
            if (match >= 0 && isMarked) {
                matched.set(base + row);
            }
            while (hasPairs && match >= 0) {
                out.add(row, match);
                match = index.after(match);
            }
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
