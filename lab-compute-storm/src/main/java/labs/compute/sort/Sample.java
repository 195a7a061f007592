package labs.compute.sort;

import java.util.SplittableRandom;
import labs.compute.table.ColumnBatch;

/**
 * A uniform sample of rows, of which nobody knows beforehand how many there are: after any number
 * of them each is in the sample with the same probability. Li, Reservoir-sampling algorithms of
 * time complexity O(n(1 + log(N/n))), 1994: it computes how many rows to pass over, so most rows
 * cost nothing. The same seed and rows give the same sample. Not thread-safe.
 */
public final class Sample {
    private final ColumnBatch rows;
    private final int size;
    private final SplittableRandom random;
    private double weight = 1; // of the most easily replaced row; Li's W
    private long seen;
    private long next; // the number of the row that comes into the sample next

    /**
     * @param width of the rows
     * @param size how many rows it keeps; at least 1
     */
    public Sample(int width, int size, long seed) {
        if (size < 1) {
            throw new IllegalArgumentException("a sample of " + size + " rows");
        }
        this.rows = new ColumnBatch(width, size);
        this.size = size;
        this.random = new SplittableRandom(seed);
    }

    /** Looks at more rows; the batch is not kept. */
    public void add(ColumnBatch batch) {
        // BEGIN SOLUTION
        int filling = Math.min(size - rows.rows(), batch.rows());
        rows.append(batch, 0, filling);
        if (filling > 0 && rows.rows() == size) {
            next = size - 1L;
            skip();
        }
        for (; rows.rows() == size && next < seen + batch.rows(); skip()) {
            replace(random.nextInt(size), batch, (int) (next - seen));
        }
        seen += batch.rows();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-6: README, part 6");
    }

    // BEGIN SOLUTION
    private void skip() {
        weight *= Math.exp(Math.log(1 - random.nextDouble()) / size);
        double passedOver = Math.floor(Math.log(1 - random.nextDouble()) / Math.log1p(-weight));
        next += 1 + (long) Math.min(passedOver, Long.MAX_VALUE / 4);
    }

    private void replace(int place, ColumnBatch batch, int row) {
        for (int c = 0; c < rows.width(); c++) {
            rows.column(c)[place] = batch.column(c)[row];
        }
    }

    // END SOLUTION
    /** The sample so far: all rows if there were no more than its size. Only to look at. */
    public ColumnBatch rows() {
        return rows;
    }
}
