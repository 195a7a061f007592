package labs.memory.ring;

import java.io.IOException;
import java.util.function.LongSupplier;
import labs.memory.client.MemcachedConnection;
import labs.memory.client.ServerRefusedException;

/**
 * A connection to one server that is opened when it is needed, and the judgement whether the server
 * lives. Thread-safe.
 */
final class ServerLink implements AutoCloseable {
    /** What is done on the connection. */
    @FunctionalInterface
    interface Command<T> {
        T on(MemcachedConnection connection) throws IOException;
    }

    /** Who is told of the server's fate. */
    interface Watcher {
        void died(RingServer server);

        /** It answers again; nothing else was asked of it yet. */
        void returned(RingServer server, MemcachedConnection connection) throws IOException;
    }

    private final RingServer server;
    private final ClientOptions options;
    private final LongSupplier nanos;
    private final Watcher watcher;
    private MemcachedConnection connection; // guarded by this; null when there is none
    private boolean dead; // guarded by this
    private long retryAt; // guarded by this; if it is dead

    ServerLink(RingServer server, ClientOptions options, LongSupplier nanos, Watcher watcher) {
        this.server = server;
        this.options = options;
        this.nanos = nanos;
        this.watcher = watcher;
    }

    /**
     * Does this on the connection. A server that fails once is dead, and not asked again before
     * {@link ClientOptions#retryAfter} is over: else each key would wait for its time-out.
     */
    synchronized <T> T call(Command<T> command) throws IOException {
        // BEGIN SOLUTION
        if (dead && nanos.getAsLong() - retryAt < 0) {
            throw new IOException("it is dead, and left alone for a while");
        }
        try {
            if (connection == null) {
                connect();
            }
            return command.on(connection);
        } catch (IOException e) {
            die(e);
            throw e;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
    }

    // BEGIN SOLUTION
    private void connect() throws IOException {
        connection = MemcachedConnection.open(server.socketAddress(), options.patience());
        if (dead) {
            welcome();
            dead = false;
        }
    }

    /** If this fails, it has not returned: it would serve what it holds from before. */
    private void welcome() throws IOException {
        try {
            watcher.returned(server, connection);
        } catch (ServerRefusedException e) {
            throw new IOException("it is back, but " + e.getMessage(), e);
        }
    }

    private void die(IOException why) {
        retryAt = nanos.getAsLong() + options.retryAfter().toNanos();
        closeAfter(why); // an answer that comes late must not become the answer to what is next
        if (!dead) {
            dead = true;
            watcher.died(server);
        }
    }

    private void closeAfter(IOException why) {
        try {
            close();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    // END SOLUTION

    @Override
    public synchronized void close() throws IOException {
        if (connection != null) {
            MemcachedConnection open = connection;
            connection = null;
            open.close();
        }
    }
}
