package labs.compute.join;

import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import labs.compute.table.ColumnBatch;

/**
 * Joins two stores by an index of the right one's rows. If these do not fit into memory it takes
 * them a block at a time, and reads the left ones again for each: slow, but right for any rows,
 * also for a million with the same key. Not thread-safe.
 */
final class BuildAndProbe {
    /** The least a block is, whatever the budget says. */
    private static final int LEAST_BLOCK_ROWS = 256;

    private final JoinSpec spec;
    private final Overflow overflow;
    private final HashProbe probe;

    BuildAndProbe(JoinSpec spec, Overflow overflow, JoinedRows out) {
        this.spec = spec;
        this.overflow = overflow;
        this.probe = new HashProbe(spec, out);
    }

    /** The right rows, if they fit into memory; their store is closed then, else as before. */
    Optional<BuildSide> load(RowStore right) throws IOException {
        return BuildSide.load(right, spec.rightKey(), overflow);
    }

    /** Joins all left rows with all right ones, and closes both. */
    void atOnce(RowStore left, BuildSide right) throws IOException {
        try (right) {
            streamAll(left, right);
            restOf(right);
        }
    }

    /** Adds the right rows without a match, if the join has them. */
    void restOf(BuildSide right) throws IOException {
        probe.restOfRight(right.rows(), right.matched());
    }

    /** Joins all left rows with all right ones, and closes the left ones. */
    void streamAll(RowStore left, BuildSide right) throws IOException {
        // BEGIN SOLUTION
        for (ColumnBatch rows = left.next(); rows != null; rows = left.next()) {
            stream(rows, right);
        }
        left.close();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }

    /** Joins some left rows with all right ones. */
    void stream(ColumnBatch left, BuildSide build) throws IOException {
        // BEGIN SOLUTION
        var matched = new BitSet(spec.type() == JoinType.INNER ? 0 : left.rows());
        probe.match(left, build.rows(), build.index(), matched, 0, build.matched());
        probe.rest(left, matched, 0);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }

    /** Joins them with as much of the right one at a time as fits, and closes both. */
    void inBlocks(RowStore left, RowStore right) throws IOException {
        // BEGIN SOLUTION
        left.keep();
        right.keep();
        var matched = new BitSet(); // one bit for each left row
        right.rewind();
        ColumnBatch pending = right.next();
        while (pending != null) {
            pending = joinBlock(left, right, pending, matched);
        }
        int base = 0;
        left.rewind();
        for (ColumnBatch rows = left.next(); rows != null; rows = left.next()) {
            probe.rest(rows, matched, base);
            base += rows.rows();
        }
        left.close();
        right.close();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }

    // BEGIN SOLUTION
    /** Joins all left rows with a block that begins with these; gives what follows it, or null. */
    private ColumnBatch joinBlock(RowStore left, RowStore right, ColumnBatch first, BitSet matched)
            throws IOException {
        var block = new ColumnBatch(right.width(), first.rows());
        long taken = 0;
        ColumnBatch next = first;
        while (next != null) {
            long bytes = next.rows() * BuildSide.bytesPerRow(right.width());
            if (!overflow.take(bytes, 1)) {
                if (block.rows() >= LEAST_BLOCK_ROWS) {
                    break;
                }
                overflow.budget().force(bytes);
            }
            taken += bytes;
            block.append(next, 0, next.rows());
            next = right.next();
        }
        matchAll(left, block, matched);
        overflow.budget().giveBack(taken);
        return next;
    }

    private void matchAll(RowStore left, ColumnBatch block, BitSet matched) throws IOException {
        var index = new HashIndex(block, spec.rightKey());
        var rights = new BitSet();
        int base = 0;
        left.rewind();
        for (ColumnBatch rows = left.next(); rows != null; rows = left.next()) {
            probe.match(rows, block, index, matched, base, rights);
            base += rows.rows();
        }
        probe.restOfRight(block, rights);
    }
    // END SOLUTION
}
