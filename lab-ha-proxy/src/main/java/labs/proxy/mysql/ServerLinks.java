package labs.proxy.mysql;

import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import labs.proxy.mysql.cluster.Replicas;
import labs.proxy.mysql.cluster.ServerView;
import labs.proxy.mysql.cluster.Topology;
import labs.proxy.mysql.protocol.Command;
import labs.proxy.mysql.protocol.ResponseTracker.Shape;
import labs.proxy.mysql.session.Place;

/**
 * The connections of one session: at most one to the primary, and one to a replica. Confined to the
 * session's event loop. Each search that {@link #find} begins ends once, as {@link Found} says.
 */
final class ServerLinks {
    private static final long AGAIN_MILLIS = 30;
    private static final String CLIENT_GONE = "the client has gone";

    private final ServerConnector connector;
    private final Supplier<Topology> topology;
    private final Replicas replicas;
    private final Duration patience;
    private final Consumer<ServerConnection> onLoss;
    private ServerConnection primary; // null when there is none
    private ServerConnection replica;
    private Found waiting; // for a primary that there may be soon; null if nobody waits
    private Future<?> pause; // of who waits
    private boolean closed;

    /** What comes of the search for a connection. */
    interface Found {
        void connection(ServerConnection connection);

        /** A server refused us, and any other would too; or it took too long. */
        void failed(Throwable cause);
    }

    /**
     * @param patience how long a request waits for a primary
     * @param onLoss hears of a connection that was lost while nobody waited for an answer
     */
    ServerLinks(
            ServerConnector connector,
            Supplier<Topology> topology,
            Replicas replicas,
            Duration patience,
            Consumer<ServerConnection> onLoss) {
        this.connector = connector;
        this.topology = topology;
        this.replicas = replicas;
        this.patience = patience;
        this.onLoss = onLoss;
    }

    /** Has this server end what another connection of ours does there now. */
    void killQuery(ServerConnection busy) {
        connector
                .open(busy.server(), busy.place(), gone -> {})
                .addListener(
                        (Future<ServerConnection> opened) -> {
                            if (opened.isSuccess()) {
                                ServerConnection killer = opened.getNow();
                                killer.ask(
                                        Command.QUERY,
                                        "KILL QUERY " + Integer.toUnsignedString(busy.thread()),
                                        Shape.QUERY,
                                        answer -> killer.close(),
                                        lost -> {});
                            }
                        });
    }

    /** The connection of that place as it is; null if there is none. */
    ServerConnection at(Place place) {
        ServerConnection connection = place == Place.PRIMARY ? primary : replica;
        return connection != null && connection.isActive() ? connection : null;
    }

    /**
     * Finds a connection for this request.
     *
     * @param bound whether the session has something on its connection: then it is not changed
     */
    void find(Request request, Place place, boolean bound, Found found) {
        if (closed) {
            found.failed(new IOException(CLIENT_GONE));
            return;
        }
        ServerConnection there = at(place);
        if (there != null && (bound || fits(there))) {
            found.connection(there);
            return;
        }
        drop(place);
        Optional<ServerView> replica =
                place == Place.REPLICA
                        ? replicas.choose(topology.get(), request.tried())
                        : Optional.empty();
        if (replica.isPresent()) {
            open(request, replica.get(), Place.REPLICA, place, found);
        } else {
            findPrimary(request, place, found);
        }
    }

    /**
     * @param wanted where the search begins again if there is no primary
     */
    private void findPrimary(Request request, Place wanted, Found found) {
        ServerConnection there = at(Place.PRIMARY);
        if (there != null && fits(there)) {
            found.connection(there);
            return;
        }
        drop(Place.PRIMARY);
        topology.get()
                .primary()
                .ifPresentOrElse(
                        server -> openPrimary(request, server, wanted, found),
                        () -> later(request, wanted, found));
    }

    // One that has just failed is given a moment, or it would be asked as fast as it can fail.
    private void openPrimary(Request request, ServerView server, Place wanted, Found found) {
        if (request.tried().contains(server.name()) && !request.hasWaitedFor(patience)) {
            later(request, wanted, found);
        } else {
            open(request, server, Place.PRIMARY, wanted, found);
        }
    }

    // Asked for each statement, while the topology changes some times a second.
    private boolean fits(ServerConnection connection) {
        Topology now = topology.get();
        if (connection.fitsIn() != now) {
            if (!fits(connection, now)) {
                return false;
            }
            connection.fitsIn(now);
        }
        return true;
    }

    private boolean fits(ServerConnection connection, Topology now) {
        String name = connection.server().name();
        return connection.place() == Place.PRIMARY
                ? now.primary().filter(server -> server.name().equals(name)).isPresent()
                : replicas.isReadable(now.server(name));
    }

    private void open(Request request, ServerView server, Place place, Place wanted, Found found) {
        connector
                .open(server, place, onLoss)
                .addListener(
                        (Future<ServerConnection> done) -> {
                            if (done.isSuccess()) {
                                use(done.getNow(), found);
                                return;
                            }
                            request.failed(done.cause());
                            request.tried().add(server.name());
                            if (place == Place.REPLICA) {
                                find(request, wanted, false, found);
                            } else if (done.cause() instanceof ServerException) {
                                found.failed(done.cause());
                            } else {
                                later(request, wanted, found);
                            }
                        });
    }

    private void use(ServerConnection connection, Found found) {
        if (closed) {
            connection.close();
            found.failed(new IOException(CLIENT_GONE));
            return;
        }
        if (connection.place() == Place.PRIMARY) {
            primary = connection;
        } else {
            replica = connection;
        }
        found.connection(connection);
    }

    // There may be a new primary soon.
    private void later(Request request, Place wanted, Found found) {
        if (request.hasWaitedFor(patience)) {
            found.failed(new IOException(request.lastFailure()));
            return;
        }
        request.tried().clear();
        waiting = found;
        Runnable again =
                () -> {
                    waiting = null;
                    find(request, wanted, false, found);
                };
        pause = connector.loop().schedule(again, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * What is no longer what it was is cut off: also what hangs, which nobody else would notice.
     */
    void topologyChanged() {
        Topology now = topology.get();
        if (at(Place.PRIMARY) != null && !fits(primary)) {
            primary.cut();
        }
        if (at(Place.REPLICA) != null) {
            ServerView.Role role = now.server(replica.server().name()).role();
            if (role == ServerView.Role.DOWN || role == ServerView.Role.FENCED) {
                replica.cut();
            }
        }
    }

    /** Closes the connection of that place, if there is one. */
    void drop(Place place) {
        ServerConnection connection = at(place);
        if (connection != null) {
            connection.close();
        }
        if (place == Place.PRIMARY) {
            primary = null;
        } else {
            replica = null;
        }
    }

    /** Closes all; nothing is found any more, also by who waits. */
    void close() {
        closed = true;
        if (waiting != null) {
            // Now, since the event loop may end before the pause does.
            pause.cancel(false);
            waiting.failed(new IOException(CLIENT_GONE));
            waiting = null;
        }
        drop(Place.PRIMARY);
        drop(Place.REPLICA);
    }
}
