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
    private JoinedRows out; // null as long as the right table may grow
    private BuildSide build; // null as long as no index is built

    public BroadcastHashJoin(JoinSpec spec, MemoryBudget budget, SpillDirectory spill) {
        this.spec = spec;
        this.overflow = new Overflow(budget, spill);
        this.left = new RowStore(overflow, spec.leftWidth());
        this.right = new RowStore(overflow, spec.rightWidth());
    }

    @Override
    public void left(ColumnBatch rows) throws IOException {
        if (build == null) {
            spec.addLeft(left, rows, 0, rows.rows());
        } else {
            join().stream(rows, build);
        }
    }

    @Override
    public void right(ColumnBatch rows) throws IOException {
        if (out != null) {
            throw new IllegalStateException("the right table was said to be complete");
        }
        spec.addRight(right, rows, 0, rows.rows());
    }

    /**
     * Says that the right table is complete: if it fits into memory, left rows are joined as they
     * come, and need not wait. May be left out; called at most once.
     *
     * @param sink the same that {@link #finish} will be given
     */
    public void rightIsComplete(Sink sink) throws IOException {
        out = new JoinedRows(spec, sink);
        build = join().load(right).orElse(null);
        if (build != null) {
            join().streamAll(left, build);
        }
    }

    @Override
    public void finish(Sink sink) throws IOException {
        if (out == null) {
            rightIsComplete(sink);
        }
        if (build == null) {
            join().inBlocks(left, right);
        } else {
            join().restOf(build);
        }
        out.flush();
    }

    private BuildAndProbe join() {
        return new BuildAndProbe(spec, overflow, out);
    }

    @Override
    public void close() throws IOException {
        if (build != null) {
            build.close();
            build = null;
        }
        overflow.close();
    }
}
