package labs.memory.ring;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import labs.memory.client.MemcachedConnection;
import labs.memory.ring.ClientOptions.OnDeath;
import labs.memory.ring.ClientOptions.OnReturn;

/**
 * A client of several servers, each of which holds the keys that a {@link Placement} gives it.
 * Thread-safe.
 */
public final class ShardedClient implements AutoCloseable {
    @FunctionalInterface
    private interface NamedCommand<T> {
        T on(MemcachedConnection connection, String name) throws IOException;
    }

    private final Placement placement;
    private final ClientOptions options;
    private final Generations generations;
    private final Map<RingServer, ServerLink> links = new HashMap<>();

    /** Clients that share servers and use generations must share these, too. */
    public ShardedClient(Placement placement, ClientOptions options, Generations generations) {
        this(placement, options, generations, System::nanoTime);
    }

    ShardedClient(
            Placement placement,
            ClientOptions options,
            Generations generations,
            LongSupplier nanos) {
        this.placement = placement;
        this.options = options;
        this.generations = generations;
        for (RingServer server : placement.servers()) {
            links.put(server, new ServerLink(server, options, nanos, new Fate()));
        }
    }

    /**
     * The value of a key, if there is one.
     *
     * @throws ServerDownException if no server that may have it answers
     */
    public Optional<String> get(String key) throws ServerDownException {
        return ask(key, MemcachedConnection::get);
    }

    /**
     * Stores a value.
     *
     * @param expiry as memcached takes it
     * @throws ServerDownException as {@link #get}
     */
    public void set(String key, String value, int expiry) throws ServerDownException {
        ask(
                key,
                (connection, name) -> {
                    connection.set(name, value, expiry);
                    return null;
                });
    }

    /**
     * Removes a key. Returns whether there was one.
     *
     * @throws ServerDownException as {@link #get}; an old value may then come back with the server
     */
    public boolean delete(String key) throws ServerDownException {
        return ask(key, MemcachedConnection::delete);
    }

    /** Asks the key's server, or those behind it if it is dead and the options allow that. */
    private <T> T ask(String key, NamedCommand<T> command) throws ServerDownException {
        // BEGIN SOLUTION
        MemcachedConnection.checked(key);
        List<RingServer> order = placement.preference(key);
        int tries = options.onDeath() == OnDeath.FAIL ? 1 : order.size();
        IOException failure = null;
        for (int i = 0; i < tries; i++) {
            List<RingServer> asked = order.subList(0, i + 1);
            try {
                // the name is made when the connection is there: its return may have changed it
                return links.get(order.get(i)).call(open -> command.on(open, name(asked, key)));
            } catch (IOException e) {
                failure = joined(failure, e);
            }
        }
        throw new ServerDownException(key, order.get(0), failure);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
    }

    // BEGIN SOLUTION
    private String name(List<RingServer> asked, String key) {
        return options.onReturn() == OnReturn.NEW_GENERATION ? generations.name(asked, key) : key;
    }

    // END SOLUTION

    /** What is done when a server dies or returns, as the options say. */
    private final class Fate implements ServerLink.Watcher {
        @Override
        public void died(RingServer server) {
            // BEGIN SOLUTION
            if (options.onReturn() == OnReturn.NEW_GENERATION) {
                generations.next(server);
            }
            // END SOLUTION
            // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
        }

        @Override
        public void returned(RingServer server, MemcachedConnection connection) throws IOException {
            // BEGIN SOLUTION
            switch (options.onReturn()) {
                case KEEP -> {}
                case FLUSH -> connection.flushAll();
                case NEW_GENERATION -> generations.next(server);
            }
            // END SOLUTION
            // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
        }
    }

    /** Closes all connections. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (ServerLink link : links.values()) {
            try {
                link.close();
            } catch (IOException e) {
                failure = joined(failure, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static IOException joined(IOException first, IOException next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }
}
