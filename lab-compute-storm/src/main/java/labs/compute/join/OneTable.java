package labs.compute.join;

import java.io.IOException;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.table.ColumnBatch;

/** The rows of a query on one table, where others have a join: they wait, and are handed on. */
final class OneTable implements Join {
    private final Overflow overflow;
    private RowStore rows; // null as long as none has come

    OneTable(MemoryBudget budget, SpillDirectory spill) {
        this.overflow = new Overflow(budget, spill);
    }

    @Override
    public void left(ColumnBatch more) throws IOException {
        if (rows == null) {
            rows = new RowStore(overflow, more.width());
        }
        rows.accept(more, 0, more.rows());
    }

    @Override
    public void right(ColumnBatch more) {
        throw new IllegalStateException("there is no right table");
    }

    @Override
    public void finish(Sink sink) throws IOException {
        if (rows != null) {
            for (ColumnBatch next = rows.next(); next != null; next = rows.next()) {
                sink.accept(next);
            }
        }
    }

    @Override
    public void close() throws IOException {
        overflow.close();
    }
}
