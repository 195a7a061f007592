package labs.compute.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import labs.compute.sort.Bounds;
import labs.compute.sort.Pages;
import labs.compute.sort.RangeStore;
import labs.compute.sort.Sample;
import labs.compute.sort.SortKey;
import labs.compute.sort.SortOrder;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Partitions;

/** What sampling, splitting, sorting and pages cost: processor time of one thread. */
public final class SortAndPages {
    private static final int WIDTH = 4;
    private static final int RANGES = 128;
    private static final int BATCH = 65_536;
    private static final int PAGE = 50;
    private static final int VISITS = 40;
    private static final SortOrder ORDER =
            SortOrder.of(WIDTH, SortKey.descending(0), SortKey.ascending(1));

    private final SplittableRandom random = new SplittableRandom(5);
    private final int rows;
    private final long budget;

    private SortAndPages(int rows, long budget) {
        this.rows = rows;
        this.budget = budget;
    }

    /**
     * Rows (10 million if not given) and the budget in MB (2048). Three rounds; the last counts.
     */
    public static void main(String[] args) throws IOException {
        int rows = args.length > 0 ? Integer.parseInt(args[0]) : 10_000_000;
        long budget = args.length > 1 ? Long.parseLong(args[1]) : 2048;
        for (int round = 1; round <= 3; round++) {
            System.out.println("round " + round);
            new SortAndPages(rows, budget << 20).run();
        }
    }

    private void run() throws IOException {
        List<ColumnBatch> input = input();
        var sample = new Sample(WIDTH, 20_000, 1);
        print("sample", time(() -> input.forEach(sample::add)));
        var bounds = Bounds.of(sample.rows(), ORDER, RANGES);
        var split = new ArrayList<Partitions>();
        print("split into " + RANGES, time(() -> input.forEach(b -> split.add(bounds.split(b)))));
        input.clear();
        try (SpillDirectory spill = SpillDirectory.open();
                var store = new RangeStore(RANGES, ORDER, new MemoryBudget(budget), spill)) {
            print("add to the store", time(() -> split.forEach(store::add)));
            split.clear();
            visit(new Pages(bounds, store, WIDTH));
            print("all other ranges", time(() -> sortAll(store)));
            System.out.printf("  %,d bytes spilled, %d sorts%n", spill.written(), store.sorts());
        }
    }

    private List<ColumnBatch> input() {
        var batches = new ArrayList<ColumnBatch>();
        for (int from = 0; from < rows; from += BATCH) {
            var batch = new ColumnBatch(WIDTH, Math.min(BATCH, rows - from));
            batch.setRows(batch.column(0).length);
            fill(batch.column(0), () -> random.nextLong() >> 20);
            fill(batch.column(1), () -> random.nextInt(1_000_000));
            fill(batch.column(2), random::nextLong);
            fill(batch.column(3), () -> random.nextInt(1_000));
            batches.add(batch);
        }
        return batches;
    }

    private static void fill(long[] column, LongSupplier values) {
        Arrays.setAll(column, i -> values.getAsLong());
    }

    private void visit(Pages pages) {
        double[] first = new double[VISITS];
        double[] next = new double[VISITS];
        for (int i = 0; i < VISITS; i++) {
            long offset = random.nextLong(rows - 2L * PAGE);
            first[i] = time(() -> pages.at(offset, PAGE));
            next[i] = time(() -> pages.at(offset + PAGE, PAGE));
        }
        print("a page anywhere", first);
        print("the page behind it", next);
    }

    private static void sortAll(RangeStore store) {
        for (int range = 0; range < RANGES; range++) {
            store.rows(range, 0, 1);
        }
    }

    /** In milliseconds; of this thread alone, so that a busy machine does not matter much. */
    private static double time(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        return (threads.getCurrentThreadCpuTime() - start) / 1e6;
    }

    private static void print(String what, double... millis) {
        Arrays.sort(millis);
        double median = millis[millis.length / 2];
        double worst = millis[millis.length - 1];
        System.out.printf("  %-20s %9.2f ms", what, median);
        System.out.println(millis.length > 1 ? ", at worst %.2f ms".formatted(worst) : "");
    }
}
