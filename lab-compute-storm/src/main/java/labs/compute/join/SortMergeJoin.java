package labs.compute.join;

import java.io.IOException;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.table.ColumnBatch;

/**
 * Sorts both tables by their keys and walks through both at once. Rows that find no room are
 * written as sorted runs; it needs a table in memory at no time.
 */
public final class SortMergeJoin implements Join {
    private final JoinSpec spec;
    private final Overflow overflow;
    private final SortedRuns left;
    private final SortedRuns right;

    /**
     * @throws IllegalArgumentException for a FULL join: right rows without a match are passed over
     */
    public SortMergeJoin(JoinSpec spec, MemoryBudget budget, SpillDirectory spill) {
        if (spec.type() == JoinType.FULL) {
            throw new IllegalArgumentException("a FULL join goes by PARTITIONED_HASH");
        }
        this.spec = spec;
        this.overflow = new Overflow(budget, spill);
        this.left = new SortedRuns(overflow, spec.leftWidth(), spec.leftKey());
        this.right = new SortedRuns(overflow, spec.rightWidth(), spec.rightKey());
    }

    @Override
    public void left(ColumnBatch rows) throws IOException {
        spec.addLeft(left, rows, 0, rows.rows());
    }

    @Override
    public void right(ColumnBatch rows) throws IOException {
        spec.addRight(right, rows, 0, rows.rows());
    }

    @Override
    public void finish(Sink sink) throws IOException {
        var out = new JoinedRows(spec, sink);
        try (var groups = new RightGroups(spec, right, overflow)) {
            var walk = new MergeWalk(spec, groups, out);
            for (ColumnBatch rows = left.next(); rows != null; rows = left.next()) {
                walk.join(rows);
            }
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        overflow.close();
    }
}
