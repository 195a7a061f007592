package labs.proxy.mysql;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import labs.proxy.mysql.protocol.ResponseTracker.Shape;
import labs.proxy.mysql.sql.Statement;

/** A command that a client waits for, while it is on its way. */
final class Work {
    /** What to do when a server's connection is ready for it. */
    interface Action {
        void on(ServerConnection connection);
    }

    private final Statement statement;
    private final Shape shape;
    private final ByteBuf payload; // null if nothing is to be sent
    private final int answerSequence;
    private final Prepared prepared; // null if it is not about one
    private final Action action;
    private final long deadline;
    private final Set<String> tried = new HashSet<>();
    private boolean onlyPrimary;
    private boolean begun;
    private Throwable lastFailure = new IOException("no server of this role is up");

    Work(
            Statement statement,
            Shape shape,
            ByteBuf payload,
            int answerSequence,
            Prepared prepared,
            Action action,
            long deadline) {
        this.statement = statement;
        this.shape = shape;
        this.payload = payload;
        this.answerSequence = answerSequence;
        this.prepared = prepared;
        this.action = action;
        this.deadline = deadline;
    }

    Statement statement() {
        return statement;
    }

    Shape shape() {
        return shape;
    }

    ByteBuf payload() {
        return payload;
    }

    /** The number of the first packet of the answer. */
    int answerSequence() {
        return answerSequence;
    }

    Prepared prepared() {
        return prepared;
    }

    Action action() {
        return action;
    }

    boolean isLate() {
        return System.nanoTime() - deadline > 0;
    }

    /** Names of servers that could not do it. */
    Set<String> tried() {
        return tried;
    }

    /** No replica can do it now. */
    void mustBePrimary() {
        onlyPrimary = true;
    }

    boolean isForPrimaryOnly() {
        return onlyPrimary;
    }

    /** Whether the client has a part of the answer. */
    boolean hasBegun() {
        return begun;
    }

    void begin() {
        begun = true;
    }

    void failed(Throwable cause) {
        lastFailure = cause;
    }

    String lastFailure() {
        return lastFailure.getMessage();
    }
}
