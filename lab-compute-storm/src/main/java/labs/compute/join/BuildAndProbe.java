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
    private final JoinedRows out;
    private final HashProbe probe;

    BuildAndProbe(JoinSpec spec, Overflow overflow, JoinedRows out) {
        this.spec = spec;
        this.overflow = overflow;
        this.out = out;
        this.probe = new HashProbe(spec, out);
    }

    /** Joins them if the right one fits into memory, and closes both; else both are as before. */
    boolean tryAtOnce(RowStore left, RowStore right) throws IOException {
        Optional<BuildSide> loaded = BuildSide.load(right, spec.rightKey(), overflow);
        if (loaded.isEmpty()) {
            return false;
        }
        try (BuildSide build = loaded.get()) {
            for (ColumnBatch rows = left.next(); rows != null; rows = left.next()) {
                stream(rows, build);
            }
        }
        left.close();
        return true;
    }

    /** Joins some left rows with all right ones. */
    void stream(ColumnBatch left, BuildSide build) throws IOException {
        var matched = new BitSet(spec.type() == JoinType.INNER ? 0 : left.rows());
        probe.match(left, build.rows(), build.index(), matched, 0);
        probe.rest(left, matched, 0);
    }

    /** Joins them with as much of the right one at a time as fits, and closes both. */
    void inBlocks(RowStore left, RowStore right) throws IOException {
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
    }

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
        int base = 0;
        left.rewind();
        for (ColumnBatch rows = left.next(); rows != null; rows = left.next()) {
            probe.match(rows, block, index, matched, base);
            base += rows.rows();
        }
    }
}
