package labs.proxy.mysql.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * An ERR packet.
 *
 * @param state SQLSTATE, five characters
 * @param message of our own it says who speaks: a client cannot know otherwise
 */
public record SqlError(int code, String state, String message, boolean ours) {
    public static final int ACCESS_DENIED = 1045;
    public static final int UNKNOWN_COMMAND = 1047;
    public static final int BAD_HANDSHAKE = 1043;
    public static final int SERVER_GONE = 1053;
    public static final int PACKET_TOO_LARGE = 1153;
    public static final int OUT_OF_ORDER = 1156;
    public static final int INTERRUPTED = 1159;
    public static final int NOT_SUPPORTED = 1235;
    public static final int UNKNOWN_STATEMENT = 1243;
    public static final int TOO_MANY_STATEMENTS = 1461;
    public static final int MALFORMED = 1835;

    public static final int NO_LOCAL_FILE = 4166;
    public static final int UNKNOWN_THREAD = 1094;
    public static final int NOT_OWNER = 1095;

    public static final int MARK = 0xff;

    /** One of our own. */
    public SqlError(int code, String state, String message) {
        this(code, state, message, true);
    }

    /** Only begins with the mark; a client that is not known yet gets no state. */
    public ByteBuf payload(ByteBufAllocator allocator) {
        ByteBuf payload = allocator.buffer();
        payload.writeByte(MARK).writeShortLE(code).writeByte('#');
        payload.writeCharSequence(state, UTF_8);
        payload.writeCharSequence((ours ? "[balancer] " : "") + message, UTF_8);
        return payload;
    }

    /** Reads one that a server sent. */
    public static SqlError read(ByteBuf payload) {
        ByteBuf in = payload.duplicate();
        in.skipBytes(1);
        int code = in.readUnsignedShortLE();
        String state = "HY000";
        if (in.isReadable(6) && in.getByte(in.readerIndex()) == '#') {
            in.skipBytes(1);
            state = in.readCharSequence(5, UTF_8).toString();
        }
        return new SqlError(code, state, in.toString(UTF_8), false);
    }
}
