package labs.compute.sort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.table.ColumnBatch;
import labs.compute.table.PartitionedRows;

/**
 * The rows of the ranges that one task holds. They are not sorted until a page needs a range; then
 * that range is, once, and stays sorted while there is memory for it. What does not fit into the
 * budget goes to a file for each range; a range that alone does not fit is sorted on disk.
 *
 * <p>Besides the budget it needs a buffer of 64 KiB for each file, and 1024 rows. Not thread-safe.
 * If the disk fails, its methods throw {@link UncheckedIOException}, and it can only be closed.
 */
public final class RangeStore implements AutoCloseable {
    private static final int HEADROOM = 8; // this part of the budget is left for sorting
    private static final int SORT_BYTES = 24; // of RadixSort, for each row

    private final SortOrder order;
    private final MemoryBudget budget;
    private final SpillDirectory directory;
    private final long[] counts;
    private final HeldRows held = new HeldRows();
    private final SpilledRows spilled;
    private final SortedRun[] onDisk; // of ranges that were sorted on disk
    private final Map<Integer, ColumnBatch> inMemory = new LinkedHashMap<>(16, 0.75f, true);
    private int sorts;

    /**
     * @param ranges of all tasks together
     */
    public RangeStore(int ranges, SortOrder order, MemoryBudget budget, SpillDirectory spill) {
        this.order = order;
        this.budget = budget;
        this.directory = spill;
        this.counts = new long[ranges];
        this.spilled = new SpilledRows(ranges, order.width(), spill);
        this.onDisk = new SortedRun[ranges];
    }

    /** Adds rows; the batch belongs to the store from then on. */
    public void add(PartitionedRows rows) {
        if (rows.starts().length != counts.length + 1) {
            throw new IllegalArgumentException(
                    "rows of " + (rows.starts().length - 1) + " ranges for " + counts.length);
        }
        for (int range = 0; range < counts.length; range++) {
            int more = rows.starts()[range + 1] - rows.starts()[range];
            if (more > 0) {
                counts[range] += more;
                forgetOrder(range);
            }
        }
        try {
            keep(rows);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot spill rows", e);
        }
    }

    /** Adds rows of one range; the batch belongs to the store from then on. */
    public void add(int range, ColumnBatch rows) {
        add(HeldRows.only(range, rows, counts.length));
    }

    private void forgetOrder(int range) {
        release(inMemory.remove(range));
        onDisk[range] = null; // its file stays, as one of rows in any order
    }

    private void release(ColumnBatch sorted) {
        if (sorted != null) {
            budget.giveBack(sorted.bytes());
        }
    }

    /** How many rows each range has. */
    public long[] counts() {
        return counts.clone();
    }

    /** How often a range was sorted: what pages cost. */
    public int sorts() {
        return sorts;
    }

    /**
     * A range's rows in their order; only to look at. One that is larger than the budget is read
     * into memory all the same: {@link #rows} does not do that.
     */
    public ColumnBatch sorted(int range) {
        try {
            return sort(range)
                    ? inMemory.get(range)
                    : onDisk[range].rows(0, Math.toIntExact(counts[range]));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot sort range " + range, e);
        }
    }

    /** Those rows of the sorted range, or as many of them as there are. */
    public ColumnBatch rows(int range, long from, int count) {
        if (from < 0 || count < 0) {
            throw new IllegalArgumentException(count + " rows from row " + from + " on");
        }
        try {
            return sort(range)
                    ? SortedRows.slice(inMemory.get(range), from, count)
                    : onDisk[range].rows(from, count);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read range " + range, e);
        }
    }

    /**
     * The rows of the sorted range that come behind a row, whether or not that row is there.
     *
     * @param row its row 0
     */
    public ColumnBatch after(int range, ColumnBatch row, int count) {
        return after(range, row, Integer.MAX_VALUE, count);
    }

    /**
     * As {@link #after(int, ColumnBatch, int)}, but of the rows that equal that one throughout only
     * the first {@code copies} are passed over.
     */
    public ColumnBatch after(int range, ColumnBatch row, int copies, int count) {
        try {
            boolean isInMemory = sort(range);
            long from = before(range, row, false, isInMemory) + copies;
            long behind = before(range, row, true, isInMemory);
            return rows(range, Math.min(from, behind), count);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read range " + range, e);
        }
    }

    private long before(int range, ColumnBatch row, boolean orEqual, boolean isInMemory)
            throws IOException {
        return isInMemory
                ? SortedRows.before(inMemory.get(range), row, order, orEqual)
                : onDisk[range].before(row, orEqual);
    }

    private void keep(PartitionedRows rows) throws IOException {
        // BEGIN SOLUTION
        long bytes = rows.bytes();
        while (!takeForRows(bytes)) {
            if (!freeSome()) {
                var alone = new HeldRows();
                alone.add(rows);
                spilled.write(alone);
                return;
            }
        }
        held.add(rows);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-6: README, part 6");
    }

    private boolean takeForRows(long bytes) {
        long headroom = budget.bytes() / HEADROOM;
        if (!budget.take(bytes + headroom)) {
            return false;
        }
        budget.giveBack(headroom);
        return true;
    }

    /**
     * Gives memory back: the sorted range that nobody used for longest, or else all that is held.
     */
    private boolean freeSome() throws IOException {
        // BEGIN SOLUTION
        if (!inMemory.isEmpty()) {
            int eldest = inMemory.keySet().iterator().next();
            release(inMemory.remove(eldest));
            return true;
        }
        if (held.isEmpty()) {
            return false;
        }
        spilled.write(held);
        budget.giveBack(held.bytes());
        held.clear();
        return true;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-6: README, part 6");
    }

    /** Sorts the range if it is not; true if it then is in memory, false if it is on disk. */
    private boolean sort(int range) throws IOException {
        // BEGIN SOLUTION
        if (onDisk[range] != null || inMemory.get(range) != null) {
            return onDisk[range] == null;
        }
        sorts++;
        if (takeForSorting(counts[range])) {
            sortInMemory(range);
            return true;
        }
        sortOnDisk(range);
        return false;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-6: README, part 6");
    }

    // BEGIN SOLUTION
    private boolean takeForSorting(long rows) throws IOException {
        long bytes = rows * sortBytes();
        if (bytes > budget.bytes()) {
            freeAll();
            return false;
        }
        while (!budget.take(bytes)) {
            if (!freeSome()) {
                return force(rows);
            }
        }
        return true;
    }

    // END SOLUTION
    /** What is no more than a block has to be in memory in any case. */
    private boolean force(long rows) {
        if (rows > SpilledRows.BLOCK) {
            return false;
        }
        budget.force(rows * sortBytes());
        return true;
    }

    private void freeAll() throws IOException {
        boolean isMore = true;
        while (isMore) {
            isMore = freeSome();
        }
    }

    private void sortInMemory(int range) throws IOException {
        long taken = counts[range] * sortBytes();
        try {
            var unsorted = new ColumnBatch(order.width(), (int) counts[range]);
            held.visit(range, unsorted::append);
            spilled.readInto(unsorted, range);
            ColumnBatch sorted = RadixSort.sorted(unsorted, order);
            taken -= sorted.bytes();
            inMemory.put(range, sorted);
        } finally {
            budget.giveBack(taken);
        }
    }

    private void sortOnDisk(int range) throws IOException {
        long bytes = budget.bytes() / HEADROOM;
        int rows = (int) Math.max(SpilledRows.BLOCK, bytes / sortBytes());
        budget.force(rows * sortBytes());
        try {
            var sort = new ExternalSort(order, directory);
            onDisk[range] = sort.sort(spilled.file(range), rows);
            spilled.replace(range, onDisk[range].file());
        } finally {
            budget.giveBack(rows * sortBytes());
        }
    }

    /** What sorting takes for each row: its columns twice, and what the radix sort needs. */
    private long sortBytes() {
        return 2L * order.width() * Long.BYTES + SORT_BYTES;
    }

    @Override
    public void close() {
        inMemory.values().forEach(this::release);
        inMemory.clear();
        budget.giveBack(held.bytes());
        held.clear();
        try {
            spilled.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete spilled rows", e);
        }
    }
}
