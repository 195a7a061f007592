package labs.compute.join;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import labs.compute.spill.SpillFile;
import labs.compute.table.ColumnBatch;

/**
 * Rows that are to be read in the order of their keys. What fits into memory is sorted and, when it
 * has to leave, written as a run; the runs are merged. First all rows are added, then all are read
 * once. Not thread-safe.
 */
final class SortedRuns implements Spillable, RowRange, Batches {
    /** How many runs are merged at a time; each needs a buffer. */
    static final int MOST_RUNS = 32;

    private static final int BATCH_ROWS = 1024;

    private final Overflow overflow;
    private final int width;
    private final int key;
    private final Chunks chunks;
    private final List<SpillFile> runs = new ArrayList<>();
    private Batches sorted; // null as long as nothing is read

    SortedRuns(Overflow overflow, int width, int key) {
        this.overflow = overflow;
        this.width = width;
        this.key = key;
        long rowBytes = 2L * width * Long.BYTES + KeySort.WORK_BYTES; // with the sorted copy
        this.chunks = new Chunks(overflow, this, width, rowBytes);
        overflow.add(this);
    }

    /** Adds the rows {@code from … to - 1}. */
    @Override
    public void accept(ColumnBatch batch, int from, int to) throws IOException {
        chunks.append(batch, from, to);
    }

    @Override
    public long memory() {
        return chunks.taken();
    }

    @Override
    public boolean hasSpilled() {
        return false; // another run is one more to merge
    }

    @Override
    public void spill() throws IOException {
        if (chunks.rows() > 0) {
            write(new Once(KeySort.sorted(chunks.drain(), key)));
        }
        chunks.clear();
    }

    private void write(Batches rows) throws IOException {
        SpillFile run = overflow.createFile(width);
        runs.add(run);
        for (ColumnBatch batch = rows.next(); batch != null; batch = rows.next()) {
            for (int from = 0; from < batch.rows(); from += BATCH_ROWS) {
                run.append(batch, from, Math.min(batch.rows(), from + BATCH_ROWS));
            }
        }
    }

    /** The next rows in the order of their keys, which are gone then; null behind the last. */
    @Override
    public ColumnBatch next() throws IOException {
        if (sorted == null) {
            overflow.seal(this);
            sorted = sort();
        }
        return sorted.next();
    }

    private Batches sort() throws IOException {
        if (runs.isEmpty()) {
            return new Once(KeySort.sorted(chunks.drain(), key));
        }
        spill();
        while (runs.size() > MOST_RUNS) {
            mergeSome();
        }
        return merge(runs);
    }

    private Batches merge(List<SpillFile> some) throws IOException {
        var readers = new ArrayList<Batches>();
        for (SpillFile run : some) {
            SpillFile.Reader reader = run.read();
            readers.add(reader::next);
        }
        return new RunMerge(readers, width, key);
    }

    /** Replaces the oldest runs by one of all their rows: as many as there are too many. */
    private void mergeSome() throws IOException {
        int count = Math.min(MOST_RUNS, runs.size() - MOST_RUNS + 1);
        List<SpillFile> oldest = List.copyOf(runs.subList(0, count));
        write(merge(oldest));
        for (SpillFile run : oldest) {
            run.close();
        }
        runs.removeAll(oldest);
    }

    @Override
    public void close() throws IOException {
        overflow.remove(this);
        chunks.clear();
        for (SpillFile run : runs) {
            run.close();
        }
    }

    /** One batch. */
    private static final class Once implements Batches {
        private ColumnBatch rows;

        Once(ColumnBatch rows) {
            this.rows = rows.rows() == 0 ? null : rows;
        }

        @Override
        public ColumnBatch next() {
            ColumnBatch next = rows;
            rows = null;
            return next;
        }
    }
}
