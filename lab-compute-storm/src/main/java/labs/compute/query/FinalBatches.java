package labs.compute.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import labs.compute.join.Join.Sink;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.spill.SpillFile;
import labs.compute.table.ColumnBatch;

/**
 * Rows that wait until all of them have been seen: in memory while there is room, then on disk. Not
 * thread-safe. Closing it gives back what it took.
 */
public final class FinalBatches implements AutoCloseable {
    private final int width;
    private final MemoryBudget budget;
    private final SpillDirectory spill;
    private final List<ColumnBatch> held = new ArrayList<>();
    private long bytes;
    private SpillFile file; // null while all fits into memory

    public FinalBatches(int width, MemoryBudget budget, SpillDirectory spill) {
        this.width = width;
        this.budget = budget;
        this.spill = spill;
    }

    /** The batch belongs to it from then on. */
    public void add(ColumnBatch rows) throws IOException {
        if (file == null && budget.take(rows.bytes())) {
            bytes += rows.bytes();
            held.add(rows);
            return;
        }
        if (file == null) {
            file = spill.create(width);
        }
        file.append(rows);
    }

    /** Hands all of them on, once; from then on they belong to the sink. */
    public void drain(Sink sink) throws IOException {
        while (!held.isEmpty()) {
            ColumnBatch rows = held.remove(held.size() - 1);
            bytes -= rows.bytes();
            budget.giveBack(rows.bytes());
            sink.accept(rows);
        }
        if (file != null) {
            SpillFile.Reader reader = file.read();
            for (ColumnBatch rows = reader.next(); rows != null; rows = reader.next()) {
                sink.accept(rows);
            }
        }
    }

    @Override
    public void close() throws IOException {
        budget.giveBack(bytes);
        bytes = 0;
        held.clear();
        if (file != null) {
            file.close();
        }
    }
}
