package labs.proxy.mysql.protocol;

import io.netty.buffer.ByteBuf;

/**
 * Follows a server's answer to one command, to know when it is over and what it says about the
 * session. It sees the beginning of each packet, never the rows.
 *
 * <pre>
 *   QUERY      ──▶ OK ─────────────────────────────────────────────────┐
 *                  count ─▶ column × count ─▶ EOF ─▶ row × n ─▶ EOF ───┼─▶ MORE_RESULTS? again : over
 *   PREPARE    ──▶ OK(columns, parameters) ─▶ definitions, EOF ─▶ definitions, EOF ─▶ over
 *   ROWS       ──▶ row × n ─▶ EOF ─▶ over
 *   ONE        ──▶ over
 *                  ERR, wherever it comes ─▶ over
 * </pre>
 *
 * <ol>
 *   <li>A packet that begins with 0xfe is an EOF only if it is shorter than 9 bytes; a row may
 *       begin with 0xfe, too.
 *   <li>Definitions and rows may begin with anything else, 0x00 as well; an ERR begins with 0xff,
 *       which no row and no definition does.
 *   <li>An EOF behind columns with {@link Status#CURSOR_EXISTS} ends it: rows are fetched later.
 * </ol>
 */
public final class ResponseTracker {
    /** What kind of answer a command has. */
    public enum Shape {
        /** OK, or result sets. */
        QUERY,
        /** A prepared statement. */
        PREPARE,
        /** Rows of something that is known. */
        ROWS,
        /** One packet. */
        ONE
    }

    private enum Phase {
        BEGIN,
        DEFINITIONS,
        ROWS,
        OVER
    }

    private static final int LONGEST_EOF = 8;

    private final Shape shape;
    private Phase phase;
    private int definitions; // PREPARE: groups of definitions that are still to come
    private int status = -1;
    private int warnings;
    private boolean rows;
    private long packets;
    private SqlError error;
    private int statement;
    private int parameters;

    public ResponseTracker(Shape shape) {
        this.shape = shape;
        phase = shape == Shape.ROWS ? Phase.ROWS : Phase.BEGIN;
    }

    /** Whether the answer has ended. */
    public boolean isOver() {
        return phase == Phase.OVER;
    }

    /** The last status that the server said; -1 if it said none. */
    public int status() {
        return status;
    }

    /** How many warnings the server has, as it said last. */
    public int warnings() {
        return warnings;
    }

    /** Whether it has, or had, rows and columns, and is more than an OK. */
    public boolean hasRows() {
        return rows;
    }

    /** The error that ended it; null if there was none. */
    public SqlError error() {
        return error;
    }

    /** Whether two answers to the same leave the same behind, as far as it can be seen. */
    public boolean isLike(ResponseTracker other) {
        int code = error == null ? 0 : error.code();
        int otherCode = other.error == null ? 0 : other.error.code();
        return code == otherCode && warnings == other.warnings && packets == other.packets;
    }

    /** PREPARE: how the server calls the statement. */
    public int statement() {
        return statement;
    }

    /** PREPARE: how many parameters the statement has. */
    public int parameters() {
        return parameters;
    }

    /**
     * The next packet.
     *
     * @param length of its whole payload
     * @param head the beginning of its payload: all of it if it has at most 1,024 bytes
     * @throws ProtocolException for what a server does not say here
     */
    public void packet(int length, ByteBuf head) {
        // BEGIN SOLUTION
        packets++;
        int first = length == 0 ? -1 : head.getUnsignedByte(head.readerIndex());
        if (first == SqlError.MARK) {
            error = SqlError.read(head);
            phase = Phase.OVER;
            return;
        }
        boolean eof = first == 0xfe && length <= LONGEST_EOF;
        switch (phase) {
            case BEGIN -> begin(first, head);
            case DEFINITIONS -> {
                rows = true;
                if (eof) {
                    readStatus(head, 3);
                    definitionsOver();
                }
            }
            case ROWS -> {
                if (eof) {
                    readStatus(head, 3);
                    warnings = head.getUnsignedShortLE(head.readerIndex() + 1);
                    resultOver();
                }
            }
            case OVER -> throw unexpected("something behind the end");
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    // BEGIN SOLUTION
    private void begin(int first, ByteBuf head) {
        switch (shape) {
            case QUERY -> {
                if (first == 0xfb) {
                    throw unexpected("a request for a file");
                }
                if (first == 0) {
                    readOk(head);
                    resultOver();
                } else {
                    phase = Phase.DEFINITIONS;
                }
            }
            case PREPARE -> {
                Fields.need(head, 9);
                int at = head.readerIndex();
                statement = head.getIntLE(at + 1);
                parameters = head.getUnsignedShortLE(at + 7);
                definitions =
                        (head.getUnsignedShortLE(at + 5) > 0 ? 1 : 0) + (parameters > 0 ? 1 : 0);
                phase = definitions == 0 ? Phase.OVER : Phase.DEFINITIONS;
            }
            default -> {
                if (first == 0) {
                    readOk(head);
                } else if (first == 0xfe) {
                    readStatus(head, 3);
                }
                phase = Phase.OVER;
            }
        }
    }

    private void definitionsOver() {
        if (shape == Shape.PREPARE) {
            phase = --definitions == 0 ? Phase.OVER : Phase.DEFINITIONS;
        } else if ((status & Status.CURSOR_EXISTS) != 0) {
            phase = Phase.OVER;
        } else {
            phase = Phase.ROWS;
        }
    }

    private void resultOver() {
        boolean more = shape == Shape.QUERY && (status & Status.MORE_RESULTS) != 0;
        phase = more ? Phase.BEGIN : Phase.OVER;
    }

    // OK: the mark, affected rows, the last id, and then the status.
    private void readOk(ByteBuf head) {
        ByteBuf in = head.duplicate();
        in.skipBytes(1);
        Fields.readLength(in);
        Fields.readLength(in);
        readStatus(in, 0);
        if (in.isReadable(4)) {
            warnings = in.getUnsignedShortLE(in.readerIndex() + 2);
        }
    }

    private void readStatus(ByteBuf in, int offset) {
        Fields.need(in, offset + 2);
        status = in.getUnsignedShortLE(in.readerIndex() + offset);
    }

    private static ProtocolException unexpected(String what) {
        return new ProtocolException(SqlError.MALFORMED, "the server sent " + what);
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
