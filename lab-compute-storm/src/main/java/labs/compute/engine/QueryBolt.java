package labs.compute.engine;

import java.io.IOException;
import java.io.Serial;
import java.util.Map;
import org.apache.storm.Config;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.base.BaseRichBolt;
import org.apache.storm.tuple.Tuple;
import org.apache.storm.utils.TupleUtils;

/**
 * A task that works for one attempt at a time. What belongs to an older one is acked and dropped:
 * nobody needs it. What belongs to one of which it has not heard is failed: it means that this task
 * has died since, and come up anew without its rows.
 *
 * @param <S> what a task keeps for an attempt
 */
abstract class QueryBolt<S extends AutoCloseable> extends BaseRichBolt {
    @Serial private static final long serialVersionUID = 1;

    private static final int TICK_SECONDS = 1;

    private final Options options;
    private transient OutputCollector out;
    private transient TopologyContext context;
    private transient DriverLink driver;
    private transient ProgressMeter progress;
    private transient Run run;
    private transient S state;
    private transient Tuple lease;
    private transient long lastReset;

    QueryBolt(Options options) {
        this.options = options;
    }

    /** What to keep for an attempt that begins. */
    abstract S begin(Run of, Work work) throws IOException;

    /** Takes a tuple of the current attempt that is not one of the control streams'. */
    abstract void take(Tuple tuple, S kept) throws IOException;

    @Override
    public void prepare(Map<String, Object> conf, TopologyContext context, OutputCollector out) {
        this.out = out;
        this.context = context;
        this.driver = DriverLink.of(conf, options);
        this.progress = new ProgressMeter(driver);
        this.run = Run.NONE;
    }

    @Override
    public final void execute(Tuple tuple) {
        if (TupleUtils.isTick(tuple)) {
            keepLease();
            progress.tell();
            return;
        }
        var of = new Run(tuple.getLongByField("query"), tuple.getIntegerByField("attempt"));
        try {
            execute(tuple, of);
        } catch (StaleRunException newer) {
            out.ack(tuple); // the next attempt's BEGIN is on its way
        } catch (IOException | RuntimeException e) {
            // Trying again would fail again: the query is over, and the one who asked hears why.
            driver.say(service -> service.failed(of, Failures.message(e)));
            out.ack(tuple);
        }
    }

    private void execute(Tuple tuple, Run of) throws IOException {
        // BEGIN SOLUTION
        if (tuple.getSourceStreamId().equals(Streams.BEGIN)) {
            if (of.compareTo(run) > 0) {
                end();
                run = of;
                state = begin(of, (Work) Remotes.object((byte[]) tuple.getValueByField("body")));
            }
            out.ack(tuple);
        } else if (of.compareTo(run) > 0) {
            out.fail(tuple);
        } else if (of.compareTo(run) < 0 || state == null) {
            out.ack(tuple);
        } else {
            takeCurrent(tuple);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-8: README, part 8");
    }

    private void takeCurrent(Tuple tuple) throws IOException {
        // BEGIN SOLUTION
        switch (tuple.getSourceStreamId()) {
            case Streams.LEASE -> lease = tuple;
            case Streams.RELEASE -> {
                end();
                out.ack(tuple);
            }
            default -> {
                take(tuple, state);
                out.ack(tuple);
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-8: README, part 8");
    }

    /** Says that this task is alive, for what it keeps: its lease does not time out. */
    final void keepLease() {
        long now = System.nanoTime();
        if (lease != null && now - lastReset > TICK_SECONDS * 500_000_000L) {
            out.resetTimeout(lease);
            lastReset = now;
        }
    }

    /** Forgets what it keeps, and so needs no lease. */
    final void end() throws IOException {
        if (lease != null) {
            out.ack(lease);
            lease = null;
        }
        S old = state;
        state = null;
        if (old != null) {
            close(old);
        }
    }

    private void close(S old) throws IOException {
        try {
            old.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot give up what was kept", e);
        }
    }

    /** What all this worker's tasks share. */
    final WorkerStore store() throws IOException {
        return WorkerStore.of(options);
    }

    final Options options() {
        return options;
    }

    final OutputCollector out() {
        return out;
    }

    final DriverLink driver() {
        return driver;
    }

    final ProgressMeter progress() {
        return progress;
    }

    /** The number of this task among those of its component. */
    final int index() {
        return context.getThisTaskIndex();
    }

    /** The tasks of a component, in the order of their numbers. */
    final int[] tasksOf(String component) {
        return context.getComponentTasks(component).stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public void cleanup() {
        try {
            end();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            driver.close();
        }
    }

    @Override
    public Map<String, Object> getComponentConfiguration() {
        return Map.of(Config.TOPOLOGY_TICK_TUPLE_FREQ_SECS, TICK_SECONDS);
    }
}
