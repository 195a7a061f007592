package labs.compute.join;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import labs.compute.table.ColumnBatch;

/**
 * Rows in memory, in pieces that grow with the whole: at most about half of them is empty, and no
 * row is copied twice. What they take is taken from the budget. Not thread-safe.
 */
final class Chunks implements Iterable<ColumnBatch> {
    private static final int LEAST_ROWS = 64;
    private static final int MOST_ROWS = 8192;

    private final Overflow overflow;
    private final Spillable owner;
    private final int width;
    private final long rowBytes;
    private final Deque<ColumnBatch> chunks = new ArrayDeque<>();
    private long taken;
    private int rows;

    /**
     * @param owner whose rows these are: it is sent to disk when nothing else helps
     * @param rowBytes what a row takes of the budget: its values, and what is needed to work on it
     */
    Chunks(Overflow overflow, Spillable owner, int width, long rowBytes) {
        this.overflow = overflow;
        this.owner = owner;
        this.width = width;
        this.rowBytes = rowBytes;
    }

    int rows() {
        return rows;
    }

    /** How many bytes of the budget they hold. */
    long taken() {
        return taken;
    }

    /** Copies the rows {@code from … to - 1}; may send the owner to disk before or in between. */
    void append(ColumnBatch batch, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            ColumnBatch last = withRoom();
            int count = Math.min(to - at, last.column(0).length - last.rows());
            last.append(batch, at, at + count);
            rows += count;
            at += count;
        }
    }

    private ColumnBatch withRoom() throws IOException {
        ColumnBatch last = chunks.peekLast();
        if (last != null && last.rows() < last.column(0).length) {
            return last;
        }
        int capacity = Math.max(LEAST_ROWS, Math.min(rows, MOST_ROWS));
        if (!overflow.take(capacity * rowBytes, LEAST_ROWS * rowBytes)) {
            capacity = LEAST_ROWS;
            spillIfLarge();
            overflow.budget().force(capacity * rowBytes);
        }
        taken += capacity * rowBytes;
        chunks.add(new ColumnBatch(width, capacity));
        return chunks.peekLast();
    }

    /** All others hold the memory: keeps no more than a few rows, but these in any case. */
    private void spillIfLarge() throws IOException {
        if (taken >= 8 * LEAST_ROWS * rowBytes) {
            owner.spill();
        }
    }

    @Override
    public Iterator<ColumnBatch> iterator() {
        return chunks.iterator();
    }

    /** Takes one piece out, or gives null; what it took is given back when all are out. */
    ColumnBatch poll() {
        ColumnBatch chunk = chunks.poll();
        if (chunk == null) {
            clear();
        }
        return chunk;
    }

    /** All rows in one piece; there are none here any more, but the memory is still taken. */
    ColumnBatch drain() {
        var all = new ColumnBatch(width, rows);
        for (ColumnBatch chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
            all.append(chunk, 0, chunk.rows());
        }
        return all;
    }

    /** Forgets the rows and gives their memory back. */
    void clear() {
        chunks.clear();
        rows = 0;
        overflow.budget().giveBack(taken);
        taken = 0;
    }
}
