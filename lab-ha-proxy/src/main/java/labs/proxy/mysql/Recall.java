package labs.proxy.mysql;

import io.netty.buffer.ByteBuf;
import java.util.Iterator;
import labs.proxy.mysql.protocol.Command;
import labs.proxy.mysql.protocol.ResponseTracker;
import labs.proxy.mysql.protocol.ResponseTracker.Shape;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.mysql.sql.Statement;

/**
 * Makes a connection remember what the session's last statements left on another one, as {@link
 * Diagnostics} says what it takes: reads are done once more, and nobody sees the answer. Confined
 * to the session's event loop.
 */
record Recall(Diagnostics diagnostics, SessionReplay replay) {
    /** What is asked for cannot be had. */
    static SqlError notThere() {
        return new SqlError(
                SqlError.NOT_SUPPORTED,
                "42000",
                "what this asks about the statement before is on another server, or gone with it");
    }

    /**
     * Does what a statement needs that asks about those before it; then goes on, or says why not.
     */
    void prepare(
            Statement statement,
            ServerConnection connection,
            Runnable then,
            SessionReplay.Outcome otherwise) {
        diagnostics
                .before(statement, connection)
                .ifPresentOrElse(
                        what -> {
                            if (what.isNothing()) {
                                then.run();
                            } else {
                                Iterator<Request> again = what.again().iterator();
                                prepare(again, what.changeNothing(), connection, then, otherwise);
                            }
                        },
                        () -> otherwise.refused(notThere()));
    }

    private void prepare(
            Iterator<Request> again,
            boolean changeNothing,
            ServerConnection connection,
            Runnable then,
            SessionReplay.Outcome otherwise) {
        if (again.hasNext()) {
            Runnable next = () -> prepare(again, changeNothing, connection, then, otherwise);
            readAgain(again.next(), connection, next, otherwise);
        } else if (changeNothing) {
            connection.ask(Command.QUERY, "DO 0", Shape.QUERY, done -> then.run(), otherwise::lost);
        } else {
            then.run();
        }
    }

    /** Does a read once more, here, so that what it left is here, too. */
    private void readAgain(
            Request read,
            ServerConnection connection,
            Runnable then,
            SessionReplay.Outcome otherwise) {
        Prepared prepared = read.prepared();
        replay.replay(
                connection,
                prepared,
                new SessionReplay.Outcome() {
                    @Override
                    public void ready() {
                        ByteBuf payload =
                                prepared == null
                                        ? read.payload().retainedDuplicate()
                                        : prepared.executionAt(connection, read.payload());
                        sendAgain(read, payload, connection, then, otherwise);
                    }

                    @Override
                    public void behind() {
                        otherwise.behind();
                    }

                    @Override
                    public void refused(SqlError error) {
                        otherwise.refused(error);
                    }

                    @Override
                    public void lost(Throwable cause) {
                        otherwise.lost(cause);
                    }
                });
    }

    private void sendAgain(
            Request read,
            ByteBuf payload,
            ServerConnection connection,
            Runnable then,
            SessionReplay.Outcome otherwise) {
        connection.send(
                payload,
                new ResponseTracker(read.shape()),
                new Discard(
                        answer -> {
                            if (answer.isLike(read.answer())) {
                                diagnostics.answered(read, connection);
                                then.run();
                            } else {
                                otherwise.refused(notThere()); // others have written meanwhile
                            }
                        },
                        otherwise::lost));
    }
}
