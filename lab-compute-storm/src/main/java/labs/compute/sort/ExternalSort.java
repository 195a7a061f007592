package labs.compute.sort;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import labs.compute.spill.SpillDirectory;
import labs.compute.spill.SpillFile;
import labs.compute.table.ColumnBatch;

/**
 * Sorts a file of rows that do not fit into memory: pieces that do are sorted and written as runs,
 * and runs are merged until one is left. Knuth, The Art of Computer Programming, volume 3, section
 * 5.4.
 */
final class ExternalSort {
    /** So many runs are merged at once; each needs a buffer. */
    private static final int FAN_IN = 16;

    private final SortOrder order;
    private final SpillDirectory directory;

    ExternalSort(SortOrder order, SpillDirectory directory) {
        this.order = order;
        this.directory = directory;
    }

    /**
     * The same rows in a file of their own, sorted.
     *
     * @param memoryRows how many rows may be in memory at once, besides a block for each run
     */
    SortedRun sort(SpillFile rows, int memoryRows) throws IOException {
        try (SpillFile runs = directory.create(rows.width())) {
            Queue<SortedRun> queue = runs(rows, runs, memoryRows);
            while (queue.size() > FAN_IN) {
                queue.add(merge(first(queue, FAN_IN), runs));
            }
            return last(List.copyOf(queue), rows.width());
        }
    }

    private SortedRun last(List<SortedRun> runs, int width) throws IOException {
        SpillFile into = directory.create(width);
        try {
            return merge(runs, into);
        } catch (IOException | RuntimeException e) {
            into.close();
            throw e;
        }
    }

    private Queue<SortedRun> runs(SpillFile rows, SpillFile into, int memoryRows)
            throws IOException {
        Queue<SortedRun> runs = new ArrayDeque<>();
        var piece = new ColumnBatch(rows.width(), memoryRows);
        SpillFile.Reader reader = rows.read();
        for (ColumnBatch next = reader.next(); next != null; next = reader.next()) {
            if (piece.rows() > 0 && piece.rows() + next.rows() > memoryRows) {
                runs.add(run(piece, into));
                piece.setRows(0);
            }
            piece.append(next, 0, next.rows());
        }
        runs.add(run(piece, into));
        return runs;
    }

    private SortedRun run(ColumnBatch piece, SpillFile into) throws IOException {
        ColumnBatch sorted = RadixSort.sorted(piece, order);
        var run = new SortedRun(into, order);
        for (int row = 0; row < sorted.rows(); row++) {
            run.add(sorted, row);
        }
        run.finish();
        return run;
    }

    private static List<SortedRun> first(Queue<SortedRun> queue, int count) {
        var runs = new ArrayList<SortedRun>();
        while (runs.size() < count) {
            runs.add(queue.remove());
        }
        return runs;
    }

    private SortedRun merge(List<SortedRun> runs, SpillFile into) throws IOException {
        // BEGIN SOLUTION
        Comparator<SortedRun.Walk> byRow =
                (a, b) -> order.compare(a.batch(), a.row(), b.batch(), b.row());
        var heads = new PriorityQueue<SortedRun.Walk>(FAN_IN, byRow);
        for (SortedRun run : runs) {
            push(run.from(0), heads);
        }
        var merged = new SortedRun(into, order);
        while (!heads.isEmpty()) {
            SortedRun.Walk least = heads.remove();
            merged.add(least.batch(), least.row());
            least.next(1);
            push(least, heads);
        }
        merged.finish();
        return merged;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-6: README, part 6");
    }

    // BEGIN SOLUTION
    private static void push(SortedRun.Walk run, Queue<SortedRun.Walk> heads) throws IOException {
        if (run.isThere()) {
            heads.add(run);
        }
    }
    // END SOLUTION
}
