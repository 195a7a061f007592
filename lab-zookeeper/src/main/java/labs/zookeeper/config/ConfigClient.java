package labs.zookeeper.config;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import labs.zookeeper.Listeners;

/**
 * What an application uses: there is a snapshot from the start, be it the last known good one from
 * disk, and listeners are told of newer ones on a thread of the client. Thread-safe. Close it.
 */
public final class ConfigClient implements AutoCloseable {
    /** Where the current snapshot came from. */
    public enum Source {
        ZOOKEEPER,
        DISK
    }

    private final LastKnownGood copy;
    private final ConfigWatcher watcher;
    private final Thread thread;
    private final Listeners<ConfigListener> listeners = new Listeners<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private Snapshot arrived; // guarded by this; the newest that was not told yet, or null
    private Snapshot current; // guarded by this; null before the first
    private Source source; // guarded by this

    private ConfigClient(NodeReader reader, String root, Schema schema, LastKnownGood copy) {
        this.copy = copy;
        this.watcher = new ConfigWatcher(reader, root, schema, new Mailbox());
        this.thread = new Thread(this::tell, "config-client");
        thread.setDaemon(true);
    }

    /** Keeps the newest only: a slow listener leaves out what it was too slow for. */
    private final class Mailbox implements ConfigListener {
        @Override
        public void onChange(Snapshot snapshot, Diff diff) {
            synchronized (ConfigClient.this) {
                arrived = snapshot;
                ConfigClient.this.notifyAll();
            }
        }

        @Override
        public void onProblem(String problem) {
            report(problem);
        }
    }

    /**
     * Starts, and waits for a snapshot.
     *
     * @param copy where the last known good one lies, and is kept
     * @param patience how long to wait for ZooKeeper before the copy is used
     * @throws ConfigException.Unavailable when ZooKeeper did not answer and there is no copy, or
     *     the copy cannot be read
     * @throws ConfigException.Malformed when ZooKeeper did not answer and the copy is damaged
     */
    public static ConfigClient start(
            NodeReader reader,
            String root,
            Schema schema,
            LastKnownGood copy,
            Duration patience,
            ConfigListener... listeners)
            throws InterruptedException {
        var client = new ConfigClient(reader, root, schema, copy);
        List.of(listeners).forEach(client.listeners::add);
        client.thread.start();
        client.watcher.start();
        try {
            if (!client.first.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                client.fallBack();
            }
        } catch (InterruptedException | ConfigException e) {
            client.close();
            throw e;
        }
        return client;
    }

    private void fallBack() {
        Snapshot snapshot = saved();
        synchronized (this) {
            if (current == null) { // else ZooKeeper answered in this very moment
                current = snapshot;
                source = Source.DISK;
            }
        }
    }

    private Snapshot saved() {
        try {
            Optional<Snapshot> saved = copy.load();
            return saved.orElseThrow(
                    () ->
                            new ConfigException.Unavailable(
                                    "ZooKeeper does not answer, and there is no copy at "
                                            + copy.file(),
                                    null));
        } catch (IOException e) {
            throw new ConfigException.Unavailable("cannot read " + copy.file(), e);
        }
    }

    private void tell() {
        try {
            while (true) {
                publish(next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private synchronized Snapshot next() throws InterruptedException {
        while (arrived == null) {
            wait();
        }
        Snapshot snapshot = arrived;
        arrived = null;
        return snapshot;
    }

    private void publish(Snapshot snapshot) {
        Map<String, String> before;
        Optional<String> begunAnew;
        synchronized (this) {
            if (current != null && !mayReplace(current.revision(), snapshot.revision())) {
                return; // the copy is newer than what a server that lags told us
            }
            begunAnew = begunAnew(snapshot.revision());
            before = current == null ? Map.of() : current.values();
            current = snapshot;
            source = Source.ZOOKEEPER;
        }
        try {
            copy.save(snapshot);
        } catch (IOException e) {
            report("version " + snapshot.version() + " is in use, but no copy was saved: " + e);
        }
        first.countDown();
        begunAnew.ifPresent(this::report);
        Diff diff = Diff.between(before, snapshot.values());
        listeners.tell(listener -> listener.onChange(snapshot, diff));
    }

    private static boolean mayReplace(Revision old, Revision now) {
        return now.isNewerThan(old) || now.id().equals(old.id());
    }

    /** What to tell when the copy is of another history; of all others the watcher knows. */
    private synchronized Optional<String> begunAnew(Revision now) {
        return source == Source.DISK && now.begunAnewAfter(current.revision())
                ? Optional.of(now.describeBeginAfter(current.revision()))
                : Optional.empty();
    }

    private void report(String problem) {
        listeners.tell(listener -> listener.onProblem(problem));
    }

    /** The snapshot in use. */
    public synchronized Snapshot current() {
        return current;
    }

    /** Where it came from. */
    public synchronized Source source() {
        return source;
    }

    @Override
    public void close() {
        watcher.close();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
