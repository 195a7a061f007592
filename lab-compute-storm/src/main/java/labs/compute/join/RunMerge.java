package labs.compute.join;

import java.io.IOException;
import java.util.List;
import java.util.PriorityQueue;
import labs.compute.table.ColumnBatch;

/** Merges sorted runs into one. Holds one batch of each. Not thread-safe. */
final class RunMerge implements Batches {
    private static final int BATCH_ROWS = 1024;

    private final int width;
    private final PriorityQueue<Cursor> cursors = new PriorityQueue<>();

    /** A place in a run. */
    private static final class Cursor implements Comparable<Cursor> {
        private final Batches run;
        private final int keyColumn;
        private ColumnBatch batch;
        private int row;

        Cursor(Batches run, int keyColumn) {
            this.run = run;
            this.keyColumn = keyColumn;
        }

        long key() {
            return batch.column(keyColumn)[row];
        }

        boolean nextBatch() throws IOException {
            batch = run.next();
            row = 0;
            return batch != null;
        }

        /** Behind the last row whose key is not above that one, but at most so many rows on. */
        int endOf(long highest, int most) {
            long[] keys = batch.column(keyColumn);
            int end = row + 1;
            int limit = Math.min(batch.rows(), row + most);
            while (end < limit && keys[end] <= highest) {
                end++;
            }
            return end;
        }

        @Override
        public int compareTo(Cursor other) {
            return Long.compare(key(), other.key());
        }
    }

    RunMerge(List<? extends Batches> runs, int width, int key) throws IOException {
        this.width = width;
        for (Batches run : runs) {
            var cursor = new Cursor(run, key);
            if (cursor.nextBatch()) {
                cursors.add(cursor);
            }
        }
    }

    @Override
    public ColumnBatch next() throws IOException {
        // BEGIN SOLUTION
        var merged = new ColumnBatch(width, BATCH_ROWS);
        while (merged.rows() < BATCH_ROWS && !cursors.isEmpty()) {
            Cursor least = cursors.poll();
            long highest = cursors.isEmpty() ? Long.MAX_VALUE : cursors.peek().key();
            int end = least.endOf(highest, BATCH_ROWS - merged.rows());
            merged.append(least.batch, least.row, end);
            least.row = end;
            if (end < least.batch.rows() || least.nextBatch()) {
                cursors.add(least);
            }
        }
        return merged.rows() == 0 ? null : merged;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }
}
