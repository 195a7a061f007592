package labs.rpc.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * A bounded number of connections: idle ones are used again, the last returned first, so that those
 * not needed grow old; when all are busy, callers wait in the order of their coming. Thread-safe.
 */
final class ConnectionPool {
    private final Connector connector;
    private final int max;
    private final Deque<Connection> idle = new ArrayDeque<>(); // guarded by this
    private final Queue<CompletableFuture<Connection>> waiting =
            new ArrayDeque<>(); // guarded by this
    private int open; // guarded by this; idle, busy or being opened

    ConnectionPool(Connector connector, int max) {
        this.connector = connector;
        this.max = max;
    }

    /**
     * Promises a connection for one call; it comes back by itself when the call is over. Whoever
     * cannot wait longer may complete the promise; the connection then goes to the next.
     *
     * @return fails with {@link NotRunException} if none could be opened
     */
    CompletableFuture<Connection> acquire() {
        // BEGIN SOLUTION
        CompletableFuture<Connection> promise = new CompletableFuture<>();
        synchronized (this) {
            Connection connection = pollUsable();
            if (connection != null) {
                return CompletableFuture.completedFuture(connection);
            }
            if (open == max) {
                waiting.add(promise);
                return promise;
            }
            open++;
        }
        connectFor(promise);
        return promise;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-5: see README, part 5");
    }

    /** Takes a connection back after a call, and hands it to whoever waits longest. */
    void release(Connection connection) {
        // BEGIN SOLUTION
        CompletableFuture<Connection> next;
        do {
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    idle.addFirst(connection);
                    return;
                }
            }
            // Outside the lock, since whoever waits goes on in this thread. One that has given up
            // takes nothing: the next in line gets it.
        } while (!next.complete(connection));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-5: see README, part 5");
    }

    // BEGIN SOLUTION
    private synchronized Connection pollUsable() {
        for (Connection next; (next = idle.poll()) != null; ) {
            if (next.isUsable()) {
                return next;
            }
            next.close(); // stale; closing it makes room in closed()
        }
        return null;
    }

    private void connectFor(CompletableFuture<Connection> promise) {
        connector
                .connect(this::release)
                .whenComplete(
                        (connection, failure) -> {
                            if (failure != null) {
                                promise.completeExceptionally(failure);
                                closed(null);
                                return;
                            }
                            connection.onClose(() -> closed(connection));
                            if (!promise.complete(connection)) {
                                release(connection); // came too late for the one who asked
                            }
                        });
    }

    /** A connection is gone: there is room for a new one, if anybody waits for it. */
    private void closed(Connection connection) {
        CompletableFuture<Connection> next;
        synchronized (this) {
            idle.remove(connection);
            next = waiting.poll();
            if (next == null) {
                open--;
                return;
            }
        }
        connectFor(next);
    }
    // END SOLUTION
}
