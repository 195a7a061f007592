package labs.compute.engine;

import java.rmi.Remote;
import java.rmi.RemoteException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import labs.compute.sort.Bounds;
import labs.compute.table.ColumnBatch;

/**
 * The side of the engine that asks: it gives queries to the spout, and knows of the attempt that
 * counts how far it is, where the ranges are cut, and who has them. Thread-safe.
 */
final class Driver implements DriverService, AutoCloseable {
    private final String host;
    private final Options options;
    private final Remote stub;
    private SpoutService spout; // guarded by this, as all below
    private Run run = Run.NONE;
    private Work work;
    private boolean isReleased = true;
    private String failure;
    private long skipped;
    private final Map<Stage, Long> rows = new EnumMap<>(Stage.class);
    private final Map<Integer, ColumnBatch> samples = new TreeMap<>();
    private Bounds bounds;
    private final Map<Integer, Owner> owners = new TreeMap<>();

    /** A task that has its ranges. */
    record Owner(long[] counts, PageService pages) {}

    /** How far an attempt is. */
    record State(Run run, Map<Stage, Long> rows, long skipped, boolean isReady, String failure) {}

    Driver(Options options) {
        this.options = options;
        this.host = options.host();
        this.stub = Remotes.export(this, host);
    }

    /** What tasks need in order to call this. */
    String address() {
        return Remotes.text(stub);
    }

    /** Asks the next query; the result of the one before is void. */
    synchronized long start(Work next) {
        run = new Run(run.query() + 1, 1);
        work = next;
        isReleased = false;
        failure = null;
        forget();
        tellSpout();
        notifyAll();
        return run.query();
    }

    private void forget() {
        skipped = 0;
        rows.clear();
        samples.clear();
        bounds = null;
        owners.clear();
    }

    private void tellSpout() {
        if (spout == null || isReleased) {
            return; // it will say when it is up
        }
        try {
            spout.start(run, work);
        } catch (RemoteException e) {
            spout = null; // its worker has died; the next one will say when it is up
        }
    }

    synchronized void release(long query) {
        if (run.query() != query || isReleased) {
            return;
        }
        isReleased = true;
        forget();
        notifyAll();
        try {
            if (spout != null) {
                spout.release(query);
            }
        } catch (RemoteException e) {
            spout = null;
        }
    }

    @Override
    public synchronized void spoutIsUp(SpoutService started) {
        spout = started;
        if (!isReleased) {
            run = run.next();
            forget();
            tellSpout();
        }
        notifyAll();
    }

    @Override
    public synchronized void begun(Run begun) {
        if (begun.query() == run.query() && begun.compareTo(run) > 0) {
            run = begun;
            forget();
            notifyAll();
        }
    }

    @Override
    public synchronized void progress(Run of, Stage stage, long more) {
        if (of.equals(run)) {
            rows.merge(stage, more, Long::sum);
            notifyAll();
        }
    }

    @Override
    public synchronized void skipped(Run of, long lines) {
        if (of.equals(run)) {
            skipped += lines;
        }
    }

    @Override
    public synchronized Bounds bounds(Run of, int producer, int producers, ColumnBatch sample)
            throws StaleRunException {
        requireCurrent(of);
        samples.put(producer, sample);
        if (samples.size() == producers && bounds == null) {
            bounds = cut();
            notifyAll();
        }
        while (bounds == null) {
            pause(Duration.ofSeconds(1));
            requireCurrent(of);
        }
        return bounds;
    }

    private Bounds cut() {
        var all = new ColumnBatch(work.plan().order().width(), 16);
        samples.values().forEach(sample -> all.append(sample, 0, sample.rows()));
        samples.clear();
        return Bounds.of(all, work.plan().order(), options.ranges());
    }

    private void requireCurrent(Run of) throws StaleRunException {
        if (!of.equals(run) || isReleased) {
            throw new StaleRunException(of);
        }
    }

    @Override
    public synchronized void ready(Run of, int task, long[] counts, PageService pages) {
        if (of.equals(run)) {
            owners.put(task, new Owner(counts, pages));
            notifyAll();
        }
    }

    @Override
    public synchronized void failed(Run of, String why) {
        if (of.equals(run) && failure == null) {
            failure = why;
            notifyAll();
        }
    }

    synchronized State state() {
        boolean isReady = owners.size() == options.rangeTasks();
        return new State(run, new EnumMap<>(rows), skipped, isReady, failure);
    }

    /** Who has the ranges: by number of the task. */
    synchronized Map<Integer, Owner> owners() {
        return Map.copyOf(owners);
    }

    /** Waits until something may have changed. */
    synchronized void pause(Duration most) {
        try {
            wait(most.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a query ran", e);
        }
    }

    synchronized boolean hasSpout() {
        return spout != null;
    }

    Bounds boundsOf(Run of) throws StaleRunException {
        synchronized (this) {
            requireCurrent(of);
            return bounds;
        }
    }

    @Override
    public void close() {
        Remotes.unexport(this);
    }
}
