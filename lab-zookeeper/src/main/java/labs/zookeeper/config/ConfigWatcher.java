package labs.zookeeper.config;

import static labs.zookeeper.config.ConfigStore.chunk;
import static labs.zookeeper.config.ConfigStore.current;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import labs.zookeeper.Listeners;
import labs.zookeeper.config.NodeReader.Reply;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;

/**
 * Follows the current snapshot: one watch, on one node. No thread, no timer, few bytes: a thousand
 * of them fit into a JVM. Thread-safe; the listener is called on the event thread of the reader's
 * handle, and should return soon.
 *
 * <p>Snapshots only go forward, as {@link Revision#isNewerThan} says: a server that lags behind may
 * answer with an old one, which is not passed on. When the history began anew, the listener hears
 * of that as a problem, and then gets what was published.
 */
public final class ConfigWatcher implements AutoCloseable {
    private static final Executor AFTER_A_PAUSE =
            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);

    /** No event tells that an access list has changed. */
    private static final Executor AFTER_A_LONGER_PAUSE =
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final NodeReader reader;
    private final String root;
    private final Schema schema;
    private final ConfigListener listener;
    private final Watcher watcher = this::process; // one object: ZooKeeper counts equal ones once
    private Runnable unsubscribe = () -> {}; // guarded by this
    private boolean closed; // guarded by this
    private boolean reading; // guarded by this
    private boolean again; // guarded by this; something happened while we were reading
    private Snapshot last; // touched by the one reading that runs, or null
    private String problem = ""; // touched by the one reading that runs; the last that was told
    private boolean denied; // touched by the one reading that runs

    /**
     * @param schema what is published by others and breaks it is reported, and not passed on
     */
    public ConfigWatcher(NodeReader reader, String root, Schema schema, ConfigListener listener) {
        this.reader = reader;
        this.root = root;
        this.schema = schema;
        this.listener = listener;
    }

    /** Begins. The first snapshot comes as a change, too, as soon as there is one. */
    public void start() {
        Runnable end = reader.onNewSession(this::refresh);
        synchronized (this) {
            unsubscribe = end;
        }
        refresh();
    }

    private void process(WatchedEvent event) {
        // BEGIN SOLUTION
        // Events without a type tell of the connection; ZooKeeper's client sets watches again after
        // it comes back, and tells us of a change that we missed.
        if (event.getType() != EventType.None) {
            refresh();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-5: see README, part 5");
    }

    /** Reads the current entry, or does so once more if a reading is on its way. */
    private void refresh() {
        // BEGIN SOLUTION
        synchronized (this) {
            if (closed || reading) {
                again = true;
                return;
            }
            reading = true;
        }
        // The watch is set by the very read: a change after it cannot slip through between the two.
        reader.read(current(root), watcher, reply -> guarded(() -> onCurrent(reply)));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-5: see README, part 5");
    }

    // BEGIN SOLUTION
    /** Whatever goes wrong in one step, the reading ends, and the next change begins another. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            problem("what is published at " + current(root) + " is unusable: " + e);
            done();
        }
    }

    /** Tells it, once as long as it is the same. */
    private void problem(String now) {
        if (!now.equals(problem)) {
            problem = now;
            Listeners.guarded(() -> listener.onProblem(now));
        }
    }

    private void onCurrent(Reply reply) {
        if (denied && reply.code() != Code.NOAUTH) {
            denied = false;
            problem = "";
        }
        if (reply.code() == Code.NONODE) {
            nothingPublished();
            reader.watchCreation(
                    current(root), watcher, made -> guarded(() -> onWatchingCreation(made)));
        } else if (reply.code() == Code.OK) {
            take(reply.data());
        } else {
            onFailure(reply.code());
        }
    }

    private void onWatchingCreation(Reply reply) {
        if (reply.code() == Code.NONODE) {
            done();
        } else if (reply.code() == Code.OK) {
            done();
            refresh();
        } else {
            onFailure(reply.code());
        }
    }

    private void take(byte[] data) {
        try {
            Entry entry = EntryCodec.decode(data);
            if (entry.isInline()) {
                accept(EntryCodec.snapshot(entry, entry.body()));
                done();
            } else {
                readChunk(entry, 0, new ByteArrayOutputStream());
            }
        } catch (ConfigException.Malformed e) {
            onUnusable(e);
        }
    }

    private void readChunk(Entry entry, int index, ByteArrayOutputStream body) {
        String path = chunk(root, entry.revision().id(), index);
        reader.read(path, null, reply -> guarded(() -> onChunk(entry, index, body, reply)));
    }

    private void onChunk(Entry entry, int index, ByteArrayOutputStream body, Reply reply) {
        if (reply.code() != Code.OK) {
            onFailure(reply.code()); // also when it was removed: then there is a newer one
            return;
        }
        body.writeBytes(reply.data());
        if (index + 1 < entry.chunks()) {
            readChunk(entry, index + 1, body);
            return;
        }
        try {
            accept(EntryCodec.snapshot(entry, body.toByteArray()));
            done();
        } catch (ConfigException.Malformed e) {
            onUnusable(e);
        }
    }

    private void accept(Snapshot snapshot) {
        if (snapshot.version() == 0) {
            nothingPublished();
            return;
        }
        if (last != null && !snapshot.revision().isNewerThan(last.revision())) {
            return;
        }
        List<Problem> problems = schema.problems(snapshot.values());
        if (!problems.isEmpty()) {
            problem("version " + snapshot.version() + " is refused: " + problems);
            return;
        }
        if (last != null && snapshot.revision().begunAnewAfter(last.revision())) {
            problem(snapshot.revision().describeBeginAfter(last.revision()));
        } else {
            problem = "";
        }
        Map<String, String> before = last == null ? Map.of() : last.values();
        last = snapshot;
        Diff diff = Diff.between(before, snapshot.values());
        Listeners.guarded(() -> listener.onChange(snapshot, diff));
    }

    private void nothingPublished() {
        if (last != null) {
            problem(
                    "nothing is published at "
                            + current(root)
                            + " any more: it was deleted, or ZooKeeper has lost its data. Version "
                            + last.version()
                            + " stays in use until somebody publishes");
        }
    }

    private void onUnusable(ConfigException.Malformed e) {
        problem("what is published at " + current(root) + " is unusable: " + e.getMessage());
        done();
    }

    private void done() {
        boolean more;
        synchronized (this) {
            reading = false;
            more = again && !closed;
            again = false;
        }
        if (more) {
            refresh();
        }
    }

    private void onFailure(Code code) {
        switch (code) {
            case SESSIONEXPIRED, AUTHFAILED -> {
                problem("cannot read " + current(root) + ": " + code);
                done(); // a new session begins anew; this one is over
            }
            case NOAUTH -> {
                denied = true;
                problem("cannot read " + current(root) + ": " + code);
                AFTER_A_LONGER_PAUSE.execute(this::readAgain);
            }
            default -> AFTER_A_PAUSE.execute(this::readAgain);
        }
    }

    private void readAgain() {
        done();
        refresh();
    }

    // END SOLUTION
    /** Ends. A change that is on its way may still be told. */
    @Override
    public void close() {
        Runnable end;
        synchronized (this) {
            closed = true;
            end = unsubscribe;
        }
        end.run();
        reader.forget(current(root), watcher);
    }
}
