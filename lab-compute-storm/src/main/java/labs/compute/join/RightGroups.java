package labs.compute.join;

import java.io.Closeable;
import java.io.IOException;
import labs.compute.table.ColumnBatch;

/**
 * The right rows of one key after the other, as sorted batches give them. A group that lies in one
 * batch is a place in it; one that may go on in the next is copied, and waits on disk if it has to.
 * Not thread-safe.
 */
final class RightGroups implements Closeable {
    private final JoinSpec spec;
    private final Batches sorted;
    private final Overflow overflow;
    private ColumnBatch batch; // null behind the last
    private int from; // of the group, in the batch
    private int to;
    private RowStore copied; // null if the group lies in the batch

    RightGroups(JoinSpec spec, Batches sorted, Overflow overflow) throws IOException {
        this.spec = spec;
        this.sorted = sorted;
        this.overflow = overflow;
        this.batch = sorted.next();
    }

    /**
     * Leaves the group and goes on to that of a key.
     *
     * @param key above the one before, and not NULL
     * @return false if it has no rows
     */
    boolean seek(long key) throws IOException {
        // BEGIN SOLUTION
        from = to;
        close();
        while (batch != null && !skipTo(key)) {
            nextBatch();
        }
        to = from;
        if (batch == null || keyAt(from) != key) {
            return false;
        }
        findEnd(key);
        return true;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }

    private long keyAt(int row) {
        return batch.column(spec.rightKey())[row];
    }

    private void nextBatch() throws IOException {
        batch = sorted.next();
        from = 0;
        to = 0;
    }

    // BEGIN SOLUTION
    private boolean skipTo(long key) {
        long[] keys = batch.column(spec.rightKey());
        while (from < batch.rows() && keys[from] < key) {
            from++;
        }
        return from < batch.rows();
    }

    private void findEnd(long key) throws IOException {
        if (!spec.type().hasRight() && spec.also().isEmpty()) {
            return; // it is enough that there is one
        }
        skipEqual(key);
        if (to < batch.rows()) {
            return;
        }
        copied = new RowStore(overflow, spec.rightWidth());
        while (batch != null && to == batch.rows()) {
            copied.accept(batch, from, to);
            nextBatch();
            if (batch != null) {
                skipEqual(key);
            }
        }
        if (batch != null) {
            copied.accept(batch, from, to);
        }
    }

    private void skipEqual(long key) {
        long[] keys = batch.column(spec.rightKey());
        while (to < batch.rows() && keys[to] == key) {
            to++;
        }
    }

    // END SOLUTION
    /** Shows all rows of the group, as often as one likes. */
    void visit(RowRange visitor) throws IOException {
        if (copied == null) {
            visitor.accept(batch, from, to);
        } else {
            copied.forEach(rows -> visitor.accept(rows, 0, rows.rows()));
        }
    }

    @Override
    public void close() throws IOException {
        if (copied != null) {
            copied.close();
            copied = null;
        }
    }
}
