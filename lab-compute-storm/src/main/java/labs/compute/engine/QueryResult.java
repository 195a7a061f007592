package labs.compute.engine;

import java.io.IOException;
import java.rmi.RemoteException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import labs.compute.query.Plan;
import labs.compute.query.QueryFailedException;
import labs.compute.sort.Bounds;
import labs.compute.sort.PageIndex;
import labs.compute.table.ColumnBatch;

/**
 * The rows of an answered query, in order, of which any page can be had; they lie with the tasks,
 * unsorted until somebody asks for a page near them. If a worker dies, the next page waits until
 * the topology has made the result again. Thread-safe. Closing it lets the tasks forget the rows.
 */
public final class QueryResult implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Driver driver;
    private final Options options;
    private final Plan plan;
    private final long query;

    QueryResult(Driver driver, Options options, Plan plan, long query) {
        this.driver = driver;
        this.options = options;
        this.plan = plan;
        this.query = query;
    }

    /** Waits until all rows are there, and says who has them. */
    Ready await(Consumer<Engine.Progress> watcher) {
        while (true) {
            Driver.State state = current();
            watcher.accept(new Engine.Progress(state.run().attempt(), state.rows()));
            if (state.isReady()) {
                return new Ready(state.run(), driver.owners());
            }
            driver.pause(LOOK);
        }
    }

    private Driver.State current() {
        Driver.State state = driver.state();
        if (state.run().query() != query) {
            throw new IllegalStateException("a later query has taken this result's place");
        }
        if (state.failure() != null) {
            throw new QueryFailedException(state.failure(), null);
        }
        return state;
    }

    /** Where the rows of an attempt are. */
    record Ready(Run run, Map<Integer, Driver.Owner> owners) {}

    /** Which attempt it was that succeeded: 1 unless something was lost. */
    public int attempt() {
        return current().run().attempt();
    }

    /** How many lines of the tables were left out. */
    public long skipped() {
        return current().skipped();
    }

    /** How many rows there are, without the query's own LIMIT and OFFSET. */
    public long total() {
        return index(await(progress -> {})).total();
    }

    public Plan plan() {
        return plan;
    }

    /**
     * The rows from an offset on, as many as there are up to {@code limit}.
     *
     * @throws IllegalArgumentException for an offset or a limit below 0, and an offset past the end
     */
    public ColumnBatch page(long offset, int limit) throws IOException {
        return asking(ready -> page(ready, offset, limit));
    }

    /** What the query asked for itself, by LIMIT and OFFSET. */
    public ColumnBatch answer(int most) throws IOException {
        long total = total();
        long offset = Math.min(plan.offset(), total);
        long rows = Math.min(Math.min(plan.limit(), most), total - offset);
        return rows == 0 ? new ColumnBatch(plan.columns().size(), 0) : page(offset, (int) rows);
    }

    /** The rows behind a row of this result: its key says where to go on, whatever its offset. */
    public ColumnBatch after(ColumnBatch row, int limit) throws IOException {
        return asking(ready -> after(ready, row, limit));
    }

    private interface Question {
        ColumnBatch ask(Ready ready) throws IOException;
    }

    private ColumnBatch asking(Question question) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return question.ask(await(progress -> {}));
            } catch (RemoteException | StaleRunException lost) {
                // Its worker has died: when the lease runs out, the next attempt begins.
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("the result was not made again in time", lost);
                }
                driver.pause(LOOK);
            }
        }
    }

    private PageIndex index(Ready ready) {
        long[] counts = new long[options.ranges()];
        ready.owners()
                .forEach(
                        (task, owner) ->
                                System.arraycopy(
                                        owner.counts(),
                                        0,
                                        counts,
                                        firstRange(task),
                                        owner.counts().length));
        return new PageIndex(counts);
    }

    private int firstRange(int task) {
        return Options.first(task, options.rangeTasks(), options.ranges());
    }

    private int ownerOf(int range) {
        return Options.ownerOf(range, options.rangeTasks(), options.ranges());
    }

    private ColumnBatch page(Ready ready, long offset, int limit) throws IOException {
        var page = new ColumnBatch(plan.columns().size(), Math.min(limit, 1024));
        for (PageIndex.Piece piece : index(ready).page(offset, limit)) {
            int task = ownerOf(piece.range());
            ColumnBatch rows =
                    ready.owners()
                            .get(task)
                            .pages()
                            .rows(
                                    ready.run(),
                                    piece.range() - firstRange(task),
                                    piece.from(),
                                    piece.count());
            page.append(rows, 0, rows.rows());
        }
        return page;
    }

    private ColumnBatch after(Ready ready, ColumnBatch row, int limit) throws IOException {
        var page = new ColumnBatch(plan.columns().size(), Math.min(limit, 1024));
        Bounds bounds = driver.boundsOf(ready.run());
        for (int range = bounds.rangeOf(row, 0);
                range < options.ranges() && page.rows() < limit;
                range++) {
            int task = ownerOf(range);
            ColumnBatch rows =
                    ready.owners()
                            .get(task)
                            .pages()
                            .after(ready.run(), range - firstRange(task), row, limit - page.rows());
            page.append(rows, 0, rows.rows());
        }
        return page;
    }

    @Override
    public void close() {
        driver.release(query);
    }
}
