package labs.zookeeper.config;

import static labs.zookeeper.config.ConfigStore.chunk;
import static labs.zookeeper.config.ConfigStore.current;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
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
 * <p>Snapshots only go forward: a server that lags behind may answer with an old one, which is not
 * passed on.
 */
public final class ConfigWatcher implements AutoCloseable {
    private static final Executor AFTER_A_PAUSE =
            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);

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
        reader.read(current(root), watcher, this::onCurrent);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-5: see README, part 5");
    }

    // BEGIN SOLUTION
    private void onCurrent(Reply reply) {
        if (reply.code() == Code.NONODE) {
            reader.watchCreation(current(root), watcher, this::onWatchingCreation);
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
        reader.read(path, null, reply -> onChunk(entry, index, body, reply));
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
        long seen = last == null ? 0 : last.version();
        if (snapshot.version() <= seen) {
            return;
        }
        List<Problem> problems = schema.problems(snapshot.values());
        if (!problems.isEmpty()) {
            listener.onProblem("version " + snapshot.version() + " is refused: " + problems);
            return;
        }
        Map<String, String> before = last == null ? Map.of() : last.values();
        last = snapshot;
        listener.onChange(snapshot, Diff.between(before, snapshot.values()));
    }

    private void onUnusable(ConfigException.Malformed e) {
        listener.onProblem(
                "what is published at " + current(root) + " is unusable: " + e.getMessage());
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
            case SESSIONEXPIRED, NOAUTH, AUTHFAILED -> {
                listener.onProblem("cannot read " + current(root) + ": " + code);
                done(); // a new session begins anew; the same one would get the same answer
            }
            default ->
                    AFTER_A_PAUSE.execute(
                            () -> {
                                done();
                                refresh();
                            });
        }
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
    }
}
