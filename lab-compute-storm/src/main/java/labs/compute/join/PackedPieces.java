package labs.compute.join;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import labs.compute.spill.MemoryBudget;
import labs.compute.table.ColumnBatch;
import labs.compute.table.PackedPartitions;
import labs.compute.table.Packing;

/**
 * Packed rows in memory, in the pieces in which they came. Each piece has its words to itself: it
 * can go without the others. What they take is taken from the budget. Not thread-safe.
 */
final class PackedPieces {
    private static final int BATCH_ROWS = 4096;

    private final MemoryBudget budget;
    private final int width;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private long taken;
    private int rows;

    private record Piece(Packing packing, ColumnBatch words) {
        void appendTo(ColumnBatch batch) {
            packing.unpack(words, 0, words.rows(), batch);
        }
    }

    PackedPieces(MemoryBudget budget, int width) {
        this.budget = budget;
        this.width = width;
    }

    int rows() {
        return rows;
    }

    /** How many bytes of the budget they hold. */
    long taken() {
        return taken;
    }

    /** How many bytes a piece takes. */
    static long bytes(PackedPartitions rows, int partition) {
        return (long) rows.size(partition) * rows.words().width() * Long.BYTES;
    }

    /** Copies the rows of a partition, for which the budget was asked. */
    void add(PackedPartitions from, int partition) {
        int start = from.starts()[partition];
        int end = from.starts()[partition + 1];
        long[][] words = new long[from.words().width()][];
        for (int word = 0; word < words.length; word++) {
            words[word] = Arrays.copyOfRange(from.words().column(word), start, end);
        }
        pieces.add(new Piece(from.packing(), new ColumnBatch(words, end - start)));
        rows += end - start;
        taken += bytes(from, partition);
    }

    /** Takes some pieces out, or gives null; what they took is given back when all are out. */
    ColumnBatch poll() {
        if (pieces.isEmpty()) {
            clear();
            return null;
        }
        var batch = new ColumnBatch(width, BATCH_ROWS);
        do {
            pieces.remove().appendTo(batch);
        } while (!pieces.isEmpty()
                && batch.rows() + pieces.element().words.rows() <= batch.column(0).length);
        return batch;
    }

    /** Takes all pieces out. */
    void drainTo(ColumnBatch batch) {
        for (Piece piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            piece.appendTo(batch);
        }
    }

    /** Shows all rows. */
    void forEach(Join.Sink visitor) throws java.io.IOException {
        for (Piece piece : pieces) {
            var batch = new ColumnBatch(width, piece.words.rows());
            piece.appendTo(batch);
            visitor.accept(batch);
        }
    }

    /** Forgets the rows and gives their memory back. */
    void clear() {
        pieces.clear();
        rows = 0;
        budget.giveBack(taken);
        taken = 0;
    }
}
