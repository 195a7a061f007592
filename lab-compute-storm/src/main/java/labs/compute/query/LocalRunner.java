package labs.compute.query;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import labs.compute.join.Join;
import labs.compute.join.JoinSpec;
import labs.compute.join.Joins;
import labs.compute.sort.Bounds;
import labs.compute.sort.PageIndex;
import labs.compute.sort.Pages;
import labs.compute.sort.RangeStore;
import labs.compute.sort.Sample;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.table.BadLines;
import labs.compute.table.Column;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Split;
import labs.compute.table.SplitReader;

/**
 * Runs a plan in the calling thread, by the same operators that run on a cluster: what the answer
 * should be, without the network.
 *
 * <pre>
 *   SplitReader ─▶ Scan ─▶ Join ─▶ kept ─▶ Aggregation, if any ─▶ finals ─▶ FinalBatches
 *                                             Sample ─▶ Bounds ─▶ RangeStore ─▶ pages
 * </pre>
 */
public final class LocalRunner {
    private static final int RANGES = 16;
    private static final int SAMPLE = 2_000;
    private static final long SPLIT = 4_000_000;

    private final Plan plan;
    private final BadLines badLines;
    private final MemoryBudget budget;
    private final SpillDirectory spill;
    private long skipped;

    private LocalRunner(Plan plan, BadLines badLines, MemoryBudget budget, SpillDirectory spill) {
        this.plan = plan;
        this.badLines = badLines;
        this.budget = budget;
        this.spill = spill;
    }

    /**
     * Runs it up to the sorting, which is done when a page needs it.
     *
     * @throws IOException if a table cannot be read, or the disk fails; nothing is left behind
     * @throws QueryFailedException if a value is beyond its type, or something is divided by zero
     */
    public static Result run(
            Plan plan, BadLines badLines, MemoryBudget budget, SpillDirectory spill)
            throws IOException {
        return new LocalRunner(plan, badLines, budget, spill).run();
    }

    private Result run() throws IOException {
        try (var rows = new FinalBatches(plan.columns().size(), budget, spill)) {
            var sample = new Sample(plan.columns().size(), SAMPLE, 1);
            for (Select select : plan.selects()) {
                run(
                        select,
                        batch -> {
                            sample.add(batch);
                            rows.add(batch);
                        });
            }
            return sorted(rows, Bounds.of(sample.rows(), plan.order(), RANGES));
        } catch (ArithmeticException e) {
            throw new QueryFailedException(e.getMessage(), e);
        }
    }

    private void run(Select select, Join.Sink sink) throws IOException {
        JoinSpec spec = select.isJoin() ? select.trimmedJoin() : null;
        try (Join join = Joins.open(select.strategy(), spec, budget, spill)) {
            if (select.isJoin()) {
                read(select.right(), join::right);
            }
            read(select.left(), join::left);
            if (select.grouping().isEmpty()) {
                join.finish(joined -> sink.accept(select.finals(select.kept(joined))));
            } else {
                var aggregation = new Aggregation(select.groups());
                join.finish(joined -> aggregation.add(select.kept(joined)));
                sink.accept(select.finals(aggregation.result()));
            }
        }
    }

    private void read(Scan scan, Join.Sink sink) throws IOException {
        var reader = new SplitReader(scan.table().columns(), badLines);
        for (Split split : scan.table().splits(Math.min(SPLIT, budget.bytes()))) {
            sink.accept(scan.rows(reader.read(split)));
        }
        skipped += reader.skipped();
    }

    private Result sorted(FinalBatches rows, Bounds bounds) throws IOException {
        var store = new RangeStore(RANGES, plan.order(), budget, spill);
        try {
            rows.drain(batch -> store.add(bounds.split(batch)));
            return new Result(plan, bounds, store, skipped);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** All rows of the query, page by page. Not thread-safe. Closing it deletes what it spilled. */
    public static final class Result implements AutoCloseable {
        private final Plan plan;
        private final RangeStore store;
        private final Pages pages;
        private final long skipped;

        private Result(Plan plan, Bounds bounds, RangeStore store, long skipped) {
            this.plan = plan;
            this.store = store;
            this.pages = new Pages(bounds, store, plan.columns().size());
            this.skipped = skipped;
        }

        /** How many rows there are, whatever the query's limit. */
        public long total() {
            return new PageIndex(store.counts()).total();
        }

        /** How many lines of the tables were left out. */
        public long skipped() {
            return skipped;
        }

        /** Names and types of the answer's columns. */
        public List<Column> columns() {
            return plan.columns().subList(0, plan.shown());
        }

        /**
         * The rows from an offset on, with the answer's columns only.
         *
         * @throws labs.compute.sort.OffsetPastEndException if there are fewer rows
         */
        public ColumnBatch page(long offset, int limit) {
            return pages.at(offset, limit).project(IntStream.range(0, plan.shown()).toArray());
        }

        /** The page that the query asks for; empty if its offset is past the end, as SQL has it. */
        public ColumnBatch answer() {
            long offset = Math.min(plan.offset(), total());
            return page(offset, (int) Math.min(plan.limit(), total() - offset));
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
