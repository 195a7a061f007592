package labs.proxy.mysql;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import labs.proxy.mysql.protocol.ResponseTracker;
import labs.proxy.mysql.protocol.ResponseTracker.Shape;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.mysql.sql.Statement;
import labs.proxy.mysql.sql.Statement.Trait;

/**
 * A command that a client waits for, while it is on its way to a server. It keeps its payload until
 * it is released, once, by whoever ends it: with an answer, a refusal, or the end of the client.
 * Confined to the session's event loop.
 */
final class Request {
    /** What to do when a server's connection is ready for it. */
    interface Action {
        /**
         * Sends it.
         *
         * @throws labs.proxy.mysql.protocol.ProtocolException if the client said what it may not;
         *     nothing has been sent then
         */
        void on(Request request, ServerConnection connection);
    }

    private static final int SMALL = 16 * 1024; // bytes

    private final Statement statement;
    private final Shape shape;
    private final ByteBuf payload; // null if nothing is to be sent
    private final int answerSequence;
    private final Prepared prepared; // null if it is not about one
    private final Action action;
    private final Consumer<SqlError> refusal;
    private long waitsSince; // 0 while it never had to: looking at the clock costs much
    private Set<String> tried; // null for none
    private int losses;
    private boolean onlyPrimary;
    private boolean answering;
    private ResponseTracker answer; // null before it is whole
    private Throwable lastFailure = new IOException("no server of this role is up");

    /**
     * @param payload is retained; null if nothing is to be sent
     * @param answerSequence the number of the first packet of the answer
     * @param prepared must be prepared where it is done; null if it is not about one
     * @param refusal gets the error if it cannot be done
     */
    Request(
            Statement statement,
            Shape shape,
            ByteBuf payload,
            int answerSequence,
            Prepared prepared,
            Action action,
            Consumer<SqlError> refusal) {
        this.statement = statement;
        this.shape = shape;
        this.payload = payload == null ? null : payload.retain();
        this.answerSequence = answerSequence;
        this.prepared = prepared;
        this.action = action;
        this.refusal = refusal;
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

    int answerSequence() {
        return answerSequence;
    }

    Prepared prepared() {
        return prepared;
    }

    void performOn(ServerConnection connection) {
        action.on(this, connection);
    }

    void refuse(SqlError error) {
        refusal.accept(error);
    }

    /** Whether it has waited longer than this since it was asked first. */
    boolean hasWaitedFor(Duration patience) {
        long now = System.nanoTime();
        if (waitsSince == 0) {
            waitsSince = now;
        }
        return now - waitsSince > patience.toNanos();
    }

    /** Names of servers that could not do it. */
    Set<String> tried() {
        if (tried == null) {
            tried = new HashSet<>();
        }
        return tried;
    }

    /** A connection was lost on which it was to be done; returns how many by now. */
    int lostOneMore() {
        return ++losses;
    }

    /** No replica can do it now. */
    void mustBePrimary() {
        onlyPrimary = true;
    }

    boolean isForPrimaryOnly() {
        return onlyPrimary;
    }

    /** Whether the client has a part of the answer. */
    boolean isBeingAnswered() {
        return answering;
    }

    void answering() {
        answering = true;
    }

    /** Whether it is a read that can be kept for a while, and done once more for what it leaves. */
    boolean mayBeDoneAgain() {
        boolean about =
                statement.kind() == Statement.Kind.ABOUT_LAST && statement.has(Trait.NO_TABLES);
        return (statement.kind() == Statement.Kind.READ || about)
                && shape == Shape.QUERY
                && payload != null
                && payload.readableBytes() <= SMALL
                && (prepared == null || !prepared.isClosed());
    }

    /** It must be released once more. */
    void keep() {
        payload.retain();
    }

    /** How it was answered, once it is. */
    ResponseTracker answer() {
        return answer;
    }

    void answer(ResponseTracker whole) {
        answer = whole;
    }

    void failed(Throwable cause) {
        lastFailure = cause;
    }

    String lastFailure() {
        return lastFailure.getMessage();
    }

    void release() {
        if (payload != null) {
            payload.release();
        }
    }
}
