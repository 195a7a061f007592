package labs.compute.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import labs.compute.query.Plan;
import labs.compute.query.QueryFailedException;
import labs.compute.sql.PlanOptions;
import labs.compute.table.BadLines;
import org.apache.storm.generated.StormTopology;

/**
 * Answers queries on a Storm. Its topology is submitted once and stays; queries come to it one
 * after the other, and the result of one is kept until it is closed or the next one comes.
 * Thread-safe; concurrent queries wait for each other.
 */
public final class Engine implements AutoCloseable {
    /** What a planner should go by that plans for {@link Options#local}. */
    public static final PlanOptions PLANNING =
            new PlanOptions(
                    8_000_000,
                    Options.SPLIT_BYTES,
                    Options.PARTITIONS,
                    Options.RANGES,
                    Optional.empty());

    private static final Duration START = Duration.ofMinutes(3);

    private final Driver driver;
    private final Options options;
    private final AutoCloseable topology;

    /** A Storm to which a topology can be given. */
    public interface Storm {
        /**
         * Starts a topology.
         *
         * @return what kills it
         */
        AutoCloseable submit(String title, Map<String, Object> conf, StormTopology topology);
    }

    /** How far a query is. */
    public record Progress(int attempt, Map<Stage, Long> rows) {}

    private Engine(Driver driver, Options options, AutoCloseable topology) {
        this.driver = driver;
        this.options = options;
        this.topology = topology;
    }

    /** Starts the topology and waits until its spout is up. */
    public static Engine start(Storm storm, Options options) {
        return start(storm, options, Troubles.NONE);
    }

    /** The same with trouble for its tasks. */
    public static Engine start(Storm storm, Options options, Troubles troubles) {
        var driver = new Driver(options);
        try {
            var conf = new HashMap<String, Object>();
            QueryTopology.configure(conf, options, driver.address());
            AutoCloseable topology =
                    storm.submit("query", conf, QueryTopology.build(options, troubles));
            var engine = new Engine(driver, options, topology);
            engine.awaitSpout();
            return engine;
        } catch (RuntimeException e) {
            driver.close();
            throw e;
        }
    }

    private void awaitSpout() {
        long deadline = System.nanoTime() + START.toNanos();
        while (!driver.hasSpout()) {
            if (System.nanoTime() - deadline > 0) {
                close();
                throw new IllegalStateException(
                        "Storm did not start the topology within " + START.toSeconds() + " s");
            }
            driver.pause(Duration.ofMillis(200));
        }
    }

    /**
     * Answers a query: returns when all rows are in their ranges, so that any page can be asked
     * for.
     *
     * @param watcher hears some times a second how far it is
     * @throws QueryFailedException if it cannot be answered; the message says why
     * @throws IOException if a table's file cannot be read
     */
    public QueryResult run(Plan plan, BadLines badLines, Consumer<Progress> watcher)
            throws IOException {
        long query = driver.start(Work.of(plan, badLines, options.splitBytes()));
        var result = new QueryResult(driver, options, plan, query);
        try {
            result.await(watcher);
            return result;
        } catch (RuntimeException e) {
            result.close();
            throw e;
        }
    }

    /** Kills the topology. */
    @Override
    public void close() {
        try {
            topology.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot kill the topology", e);
        } finally {
            driver.close();
        }
    }
}
