package labs.compute.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import labs.compute.sort.Bounds;
import labs.compute.sort.Sample;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillFile;
import labs.compute.table.ColumnBatch;
import labs.compute.table.PackedPartitions;
import org.apache.storm.tuple.Tuple;

/**
 * Sends final rows to the tasks that keep the ranges. Where to cut is known only when every
 * producer has given a sample. If the first rows are as good a sample as any, they wait for it and
 * the others need not; otherwise all wait, on disk if need be.
 */
final class Finals implements AutoCloseable {
    private static final int SAMPLE = 16 * 1024;
    private static final int ENOUGH = 2 * SAMPLE;

    private final QueryBolt<?> from;
    private final Tuple anchor;
    private final Run run;
    private final boolean isSpread;
    private final List<Chunks> chunks = new ArrayList<>();
    private final Sample sample;
    private final MemoryBudget budget;
    private final SpillFile file;
    private final List<ColumnBatch> waiting = new ArrayList<>();
    private long waitingRows;
    private long taken;
    private Bounds bounds;

    /**
     * @param isSpread whether the first rows are a sample of all
     */
    Finals(QueryBolt<?> from, Tuple anchor, Run run, Work work, boolean isSpread)
            throws IOException {
        this.from = from;
        this.anchor = anchor;
        this.run = run;
        this.isSpread = isSpread;
        for (int task : from.tasksOf(QueryTopology.RANGE)) {
            chunks.add(new Chunks(from, Streams.FINALS, task, run));
        }
        sample = new Sample(work.plan().order().width(), SAMPLE, run.query());
        budget = from.store().budget();
        file = from.store().spill().create(work.plan().order().width());
    }

    void add(ColumnBatch rows) throws IOException {
        // BEGIN SOLUTION
        if (bounds != null) {
            send(rows);
            return;
        }
        sample.add(rows);
        hold(rows);
        if (isSpread && waitingRows >= ENOUGH) {
            cut();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-8: README, part 8");
    }

    private void hold(ColumnBatch rows) throws IOException {
        waitingRows += rows.rows();
        if (budget.take(rows.bytes())) {
            taken += rows.bytes();
            waiting.add(rows);
        } else {
            file.append(rows);
        }
    }

    private void cut() throws IOException {
        // BEGIN SOLUTION
        int producers = from.options().joinTasks();
        bounds = from.driver().service().bounds(run, from.index(), producers, sample.rows());
        for (ColumnBatch rows : waiting) {
            send(rows);
        }
        dropWaiting();
        SpillFile.Reader reader = file.read();
        for (ColumnBatch rows = reader.next(); rows != null; rows = reader.next()) {
            send(rows);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-8: README, part 8");
    }

    private void send(ColumnBatch rows) {
        // BEGIN SOLUTION
        from.keepLease();
        PackedPartitions parts = bounds.splitPacked(rows);
        int tasks = chunks.size();
        for (int task = 0; task < tasks; task++) {
            int first = Options.first(task, tasks, parts.count());
            int next = Options.first(task + 1, tasks, parts.count());
            chunks.get(task).send(anchor, parts.part(first, next));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-8: README, part 8");
    }

    /** Sends what still waits, and the ends. */
    void end() throws IOException {
        if (bounds == null) {
            cut();
        }
        chunks.forEach(to -> to.end(anchor));
    }

    private void dropWaiting() {
        waiting.clear();
        budget.giveBack(taken);
        taken = 0;
    }

    @Override
    public void close() throws IOException {
        dropWaiting();
        file.close();
    }
}
