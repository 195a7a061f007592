package labs.compute.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import labs.compute.join.BloomFilter;
import labs.compute.join.BroadcastHashJoin;
import labs.compute.join.Join;
import labs.compute.join.JoinSpec;
import labs.compute.join.JoinStrategy;
import labs.compute.join.JoinType;
import labs.compute.join.Joins;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Hash;

/**
 * Which strategy wins when: what one of four tasks has to do for a left table of ten million rows
 * and right ones of several sizes, with enough memory and with a tenth of what its rows take.
 */
public final class JoinStrategies {
    private static final int TASK_BITS = 2;
    private static final int TASKS = 1 << TASK_BITS;
    private static final int BATCH_ROWS = 1 << 16;
    private static final JoinSpec SPEC = new JoinSpec(JoinType.INNER, 0, 3, 0, 2);
    private static final long LEFT_ROW_BYTES = 3 * Long.BYTES;
    private static final long RIGHT_ROW_BYTES = 2 * Long.BYTES;

    private final int leftRows;

    private JoinStrategies(int leftRows) {
        this.leftRows = leftRows;
    }

    /** {@code [LEFT_ROWS]}: ten million if not said. */
    public static void main(String[] args) throws IOException {
        var bench = new JoinStrategies(args.length == 0 ? 10_000_000 : Integer.parseInt(args[0]));
        for (JoinStrategy strategy : JoinStrategy.values()) {
            bench.round(strategy, 1_000_000, 1 << 30); // so that the compiler has seen them all
        }
        bench.strategies();
        bench.filters();
    }

    private void strategies() throws IOException {
        line("one of %d tasks, %,d left rows in all, enough memory | a tenth", TASKS, leftRows);
        line(
                "%-12s %-18s %10s %8s %8s | %8s %8s",
                "right rows", "strategy", "network", "seconds", "spilled", "seconds", "spilled");
        for (int rightRows : new int[] {1_000, 100_000, 1_000_000, 10_000_000}) {
            for (JoinStrategy strategy : JoinStrategy.values()) {
                long rows = leftRows * LEFT_ROW_BYTES + rightRows * RIGHT_ROW_BYTES;
                Round enough = round(strategy, rightRows, 4L << 30);
                Round tenth = round(strategy, rightRows, rows / TASKS / 10);
                line(
                        "%,-12d %-18s %7d MB %8.2f %5d MB | %8.2f %5d MB",
                        rightRows,
                        strategy,
                        network(strategy, rightRows) / 1_000_000,
                        enough.seconds,
                        enough.spilled / 1_000_000,
                        tenth.seconds,
                        tenth.spilled / 1_000_000);
            }
        }
    }

    /** Rows that are where they are needed already, one of {@code TASKS}, do not travel. */
    private long network(JoinStrategy strategy, int rightRows) {
        long right = rightRows * RIGHT_ROW_BYTES;
        return strategy == JoinStrategy.BROADCAST_HASH
                ? right * (TASKS - 1)
                : (right + leftRows * LEFT_ROW_BYTES) * (TASKS - 1) / TASKS;
    }

    private record Round(double seconds, long spilled) {}

    private Round round(JoinStrategy strategy, int rightRows, long memory) throws IOException {
        boolean isPartitioned = strategy != JoinStrategy.BROADCAST_HASH;
        ColumnBatch left = left(isPartitioned);
        ColumnBatch right = right(rightRows, isPartitioned);
        long expected = expected(left, rightRows);
        long[] joined = new long[1];
        Join.Sink sink = rows -> joined[0] += rows.rows();
        var budget = new MemoryBudget(Math.max(memory, MemoryBudget.MIN_BYTES));
        long start = cpuNanos();
        try (SpillDirectory spill = SpillDirectory.open()) {
            try (Join join = Joins.open(strategy, SPEC, budget, spill)) {
                feed(right, join::right);
                if (join instanceof BroadcastHashJoin broadcast) {
                    broadcast.rightIsComplete(sink);
                }
                feed(left, join::left);
                join.finish(sink);
            }
            if (joined[0] != expected) {
                throw new IllegalStateException(joined[0] + " rows instead of " + expected);
            }
            return new Round((cpuNanos() - start) / 1e9, spill.written());
        }
    }

    private static void feed(ColumnBatch table, Join.Sink join) throws IOException {
        for (int from = 0; from < table.rows(); from += BATCH_ROWS) {
            int to = Math.min(table.rows(), from + BATCH_ROWS);
            var batch = new ColumnBatch(table.width(), to - from);
            batch.append(table, from, to);
            join.accept(batch);
        }
    }

    /** The rows of the first task: by their keys, or simply a quarter of them. */
    private ColumnBatch left(boolean isPartitioned) {
        var rows = new ColumnBatch(3, leftRows / TASKS + leftRows / 100);
        for (int i = 0; i < leftRows; i++) {
            long key = i * 7919L % leftRows; // each once, in no order
            if (isPartitioned ? Hash.partition(~key, TASK_BITS) == 0 : i % TASKS == 0) {
                add(rows, key, i);
            }
        }
        return rows;
    }

    private ColumnBatch right(int count, boolean isPartitioned) {
        var rows = new ColumnBatch(2, count);
        for (int i = 0; i < count; i++) {
            long key = i * 104_729L % count * step(count);
            if (!isPartitioned || Hash.partition(~key, TASK_BITS) == 0) {
                add(rows, key, i);
            }
        }
        return rows;
    }

    private long step(int rightRows) {
        return Math.max(1, leftRows / rightRows);
    }

    private static void add(ColumnBatch rows, long key, long value) {
        rows.reserve(1);
        rows.column(0)[rows.rows()] = key;
        for (int c = 1; c < rows.width(); c++) {
            rows.column(c)[rows.rows()] = value + c;
        }
        rows.setRows(rows.rows() + 1);
    }

    private long expected(ColumnBatch left, int rightRows) {
        long count = 0;
        for (int row = 0; row < left.rows(); row++) {
            long key = left.column(0)[row];
            count += key % step(rightRows) == 0 && key / step(rightRows) < rightRows ? 1 : 0;
        }
        return count;
    }

    private void filters() {
        line("%nBloom filter of the right keys, 1%% false positives, sent to %d tasks", TASKS);
        line(
                "%-10s %12s %12s %12s %10s %8s",
                "matching", "left, plain", "left, after", "the filter", "saved", "seconds");
        for (int percent : new int[] {1, 10, 100}) {
            filter(percent);
        }
    }

    private void filter(int percent) {
        ColumnBatch left = left(false);
        int rightRows = leftRows / 100 * percent;
        ColumnBatch right = right(rightRows, false);
        long start = cpuNanos();
        var filter = new BloomFilter(right.rows(), 0.01);
        filter.addAll(right, 0);
        ColumnBatch kept = filter.filter(left, 0);
        double seconds = (cpuNanos() - start) / 1e9;
        long plain = leftRows * LEFT_ROW_BYTES * (TASKS - 1) / TASKS;
        long after = kept.rows() * LEFT_ROW_BYTES * (TASKS - 1);
        long cost = filter.bytes() * (TASKS - 1) * 2; // each task's part to one, the whole to all
        line(
                "%9d%% %9d MB %9d MB %9d MB %7d MB %8.2f",
                percent,
                plain / 1_000_000,
                after / 1_000_000,
                cost / 1_000_000,
                (plain - after - cost) / 1_000_000,
                seconds);
    }

    /** Of this thread: on a busy machine the time on the wall says more about the others. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void line(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
