package labs.proxy.mysql;

import java.time.Duration;
import java.util.function.Consumer;
import labs.proxy.mysql.protocol.Command;
import labs.proxy.mysql.protocol.ResponseTracker.Shape;
import labs.proxy.mysql.session.Place;
import labs.proxy.mysql.session.SessionState;

/**
 * Lets a session read at a replica what it has written at the primary, by global transaction ids:
 * the primary says how far its writes are, and the replica waits until it is so far. Confined to
 * the session's event loop.
 *
 * <p>See MariaDB's <a href="https://mariadb.com/kb/en/gtid/#last_gtid">last_gtid</a> and <a
 * href="https://mariadb.com/kb/en/master_gtid_wait/">MASTER_GTID_WAIT</a>.
 *
 * @param limit how long a replica may take
 */
record ReadYourWrites(SessionState state, Duration limit) {
    private static final String IS_THERE = "0"; // -1: it took too long

    /**
     * Asks the primary, so that the state knows it. Exactly one of the three is told.
     *
     * @param unknown it did not say
     */
    void askPosition(
            ServerConnection primary, Runnable known, Runnable unknown, Consumer<Throwable> lost) {
        primary.ask(
                Command.QUERY,
                "SELECT BINARY @@last_gtid LIMIT 1",
                Shape.QUERY,
                answer ->
                        answer.value()
                                .ifPresentOrElse(
                                        position -> {
                                            learn(position);
                                            known.run();
                                        },
                                        unknown),
                lost);
    }

    private void learn(String position) {
        if (position.isEmpty()) {
            state.wroteNothing(); // on this connection; there may have been another before it
        } else {
            state.position(position);
        }
    }

    /** Whether this server must not be read before it has waited. */
    boolean mustWait(ServerConnection connection) {
        return connection.place() == Place.REPLICA
                && !state.inTransaction()
                && !connection.session().hasReached(state.position());
    }

    /**
     * Lets the replica wait for the session's position. Exactly one of the three is told.
     *
     * @param behind it has not come so far within the limit, or cannot say
     */
    void await(ServerConnection replica, Runnable then, Runnable behind, Consumer<Throwable> lost) {
        String position = state.position();
        String seconds = Double.toString(limit.toMillis() / 1000.0);
        replica.ask(
                Command.QUERY,
                "SELECT BINARY MASTER_GTID_WAIT('%s', %s) LIMIT 1".formatted(position, seconds),
                Shape.QUERY,
                answer -> {
                    if (answer.value().filter(IS_THERE::equals).isPresent()) {
                        replica.session().reached(position);
                        then.run();
                    } else {
                        behind.run();
                    }
                },
                lost);
    }
}
