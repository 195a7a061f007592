package labs.compute.join;

import java.io.IOException;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.table.ColumnBatch;

/**
 * Builds an index of the whole right table and streams the left one through it. Left rows that come
 * before the right table is complete wait. If the right table does not fit into memory, it is taken
 * a block at a time.
 */
public final class BroadcastHashJoin implements Join {
    private final JoinSpec spec;
    private final Overflow overflow;
    private final RowStore left;
    private final RowStore right;

    public BroadcastHashJoin(JoinSpec spec, MemoryBudget budget, SpillDirectory spill) {
        this.spec = spec;
        this.overflow = new Overflow(budget, spill);
        this.left = new RowStore(overflow, spec.leftWidth());
        this.right = new RowStore(overflow, spec.rightWidth());
    }

    @Override
    public void left(ColumnBatch rows) throws IOException {
        left.append(rows, 0, rows.rows());
    }

    @Override
    public void right(ColumnBatch rows) throws IOException {
        right.appendKeyed(rows, spec.rightKey(), 0, rows.rows());
    }

    @Override
    public void finish(Sink sink) throws IOException {
        var out = new JoinedRows(spec, sink);
        var join = new BuildAndProbe(spec, overflow, out);
        if (!join.tryAtOnce(left, right)) {
            join.inBlocks(left, right);
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        overflow.close();
    }
}
