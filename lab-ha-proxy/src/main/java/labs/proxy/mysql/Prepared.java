package labs.proxy.mysql;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import labs.proxy.mysql.protocol.ProtocolException;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.mysql.sql.Statement;

/** A prepared statement of a session, which may be prepared at both of its servers, or at none. */
final class Prepared {
    private final int id;
    private final Statement statement;
    private boolean closed; // by the client
    private int parameters;
    private byte[] types; // of the parameters, as the client said them last; null before that
    private ServerConnection last; // where it was executed last, for rows to fetch
    private ServerConnection longData; // where parameters were sent ahead; null if none were
    private SqlError refusal; // why others of them could not be sent; null if all were

    Prepared(int id, Statement statement) {
        this.id = id;
        this.statement = statement;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /** As the client calls it. */
    int id() {
        return id;
    }

    Statement statement() {
        return statement;
    }

    /** A SET with parameters cannot be done again from its text, as other settings are: it pins. */
    Statement asExecuted() {
        return statement.kind() == Statement.Kind.SETTING && parameters > 0
                ? new Statement(Statement.Kind.WRITE, true, statement.sql(), null)
                : statement;
    }

    void parameters(int count) {
        parameters = count;
    }

    private void types(byte[] said) {
        types = Arrays.equals(types, said) ? types : said;
    }

    ServerConnection last() {
        return last;
    }

    void last(ServerConnection connection) {
        last = connection;
    }

    ServerConnection longData() {
        return longData;
    }

    void longData(ServerConnection connection) {
        longData = connection;
    }

    /** Parameters that were sent ahead have not come anywhere. */
    void refused(SqlError error) {
        refusal = error;
    }

    /** Why it cannot be executed with what was sent ahead; null if it can. */
    SqlError refusal() {
        return refusal;
    }

    /** Nothing is sent ahead. */
    void forgetLongData() {
        longData = null;
        refusal = null;
    }

    /** The payload with the server's own number of the statement. */
    ByteBuf addressed(ByteBuf payload, ServerConnection at) {
        ByteBuf copy = payload.retainedDuplicate();
        copy.setIntLE(copy.readerIndex() + 1, at.session().idOf(this));
        return copy;
    }

    /** Executes it there as this payload says: as {@link #addressed} and {@link #typed}. */
    ByteBuf executionAt(ServerConnection at, ByteBuf payload) {
        return typed(addressed(payload, at), at);
    }

    /**
     * The payload, given away, with the types of the parameters where this server needs them. A
     * client says the types of the parameters only when they are new, and then to one server. To
     * another they are said by us.
     */
    ByteBuf typed(ByteBuf payload, ServerConnection at) {
        if (parameters == 0) {
            return payload;
        }
        int flag = payload.readerIndex() + 10 + (parameters + 7) / 8;
        if (payload.writerIndex() <= flag) {
            payload.release();
            throw new ProtocolException(SqlError.MALFORMED, "parameters are missing");
        }
        int length = 2 * parameters;
        if (payload.getByte(flag) == 1) {
            if (payload.writerIndex() < flag + 1 + length) {
                payload.release();
                throw new ProtocolException(SqlError.MALFORMED, "types are missing");
            }
            byte[] said = new byte[length];
            payload.getBytes(flag + 1, said);
            types(said);
        } else if (!at.session().hasTypesOf(this) && types != null) {
            ByteBuf with = payload.alloc().buffer(payload.readableBytes() + length);
            with.writeBytes(payload, payload.readerIndex(), flag - payload.readerIndex());
            with.writeByte(1).writeBytes(types);
            with.writeBytes(payload, flag + 1, payload.writerIndex() - flag - 1);
            payload.release();
            at.session().typesSaid(this);
            return with;
        }
        at.session().typesSaid(this);
        return payload;
    }
}
