package labs.proxy.http;

import io.netty.buffer.ByteBuf;

/**
 * A body in chunks, by RFC 9112, part 7.1:
 *
 * <pre>
 *   SIZE ── digits ──▶ EXTENSION ── CR ──▶ SIZE_END ── LF ──▶ DATA ─▶ DATA_CR ─▶ DATA_LF ─▶ SIZE …
 *                                             │ size 0
 *                                             ▼
 *                                        TRAILER_LINE ── a line ──▶ TRAILER_LINE ── empty ──▶ DONE
 * </pre>
 *
 * <p>Refused: a size that is no hexadecimal number of 1 to 15 digits, blanks before it and, in a
 * request, behind it (old servers fill a size up with blanks, no client does), LF without CR, CR
 * without LF, control characters in extensions and trailers, data that is longer than its size
 * said, and lines that do not end.
 */
final class Chunks extends Body {
    private static final int MAX_DIGITS = 15;

    private final boolean blanks; // whether they may stand behind a size

    private enum State {
        SIZE,
        AFTER_SIZE,
        EXTENSION,
        SIZE_END,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_LINE,
        IN_TRAILER,
        TRAILER_END,
        LAST_LF,
        DONE
    }

    private State state = State.SIZE;
    private long size; // of the chunk whose size is read, then what is left of it
    private int digits;
    private int line; // bytes of the line so far; of all trailers, in these

    Chunks(boolean blanks) {
        this.blanks = blanks;
    }

    @Override
    boolean isDone() {
        return state == State.DONE;
    }

    @Override
    int next(ByteBuf in) throws BadMessage {
        // BEGIN SOLUTION
        int at = in.readerIndex();
        while (at < in.writerIndex() && state != State.DONE) {
            if (state == State.DATA) {
                int some = (int) Math.min(size, in.writerIndex() - at);
                size -= some;
                at += some;
                state = size == 0 ? State.DATA_CR : State.DATA;
            } else {
                state = after(in.getByte(at++));
            }
        }
        return at - in.readerIndex();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }

    // BEGIN SOLUTION
    private State after(byte b) throws BadMessage {
        return switch (state) {
            case SIZE -> afterDigit(b);
            case AFTER_SIZE -> b == ' ' ? inLine(b, state, MAX_LINE) : endOfSize(b);
            case EXTENSION -> b == '\r' ? State.SIZE_END : inLine(b, State.EXTENSION, MAX_LINE);
            case SIZE_END -> afterSize(b);
            case DATA_CR -> only(b, '\r', State.DATA_LF);
            case DATA_LF -> afterData(b);
            case TRAILER_LINE -> b == '\r' ? State.LAST_LF : firstOfTrailer(b);
            case IN_TRAILER ->
                    b == '\r' ? State.TRAILER_END : inLine(b, State.IN_TRAILER, MAX_TRAILERS);
            case TRAILER_END -> only(b, '\n', State.TRAILER_LINE);
            case LAST_LF -> only(b, '\n', State.DONE);
            case DATA, DONE -> throw new IllegalStateException("in " + state);
        };
    }

    private State afterDigit(byte b) throws BadMessage {
        int digit = Character.digit(b, 16);
        if (digit >= 0 && ++digits <= MAX_DIGITS) {
            size = size << 4 | digit;
            return State.SIZE;
        }
        if (digits == 0) {
            throw new BadMessage("a chunk without a size");
        }
        return b == ' ' && blanks ? State.AFTER_SIZE : endOfSize(b);
    }

    private static State endOfSize(byte b) throws BadMessage {
        if (b != ';' && b != '\r') {
            throw new BadMessage("a chunk's size with 0x%02x".formatted(b & 0xff));
        }
        return b == ';' ? State.EXTENSION : State.SIZE_END;
    }

    private State afterSize(byte b) throws BadMessage {
        line = 0;
        digits = 0;
        return only(b, '\n', size == 0 ? State.TRAILER_LINE : State.DATA);
    }

    private State afterData(byte b) throws BadMessage {
        line = 0;
        return only(b, '\n', State.SIZE);
    }

    // A trailer that began with a blank would be a folded line.
    private State firstOfTrailer(byte b) throws BadMessage {
        if (!HeadParser.isToken(b)) {
            throw new BadMessage("a trailer that begins with 0x%02x".formatted(b & 0xff));
        }
        return inLine(b, State.IN_TRAILER, MAX_TRAILERS);
    }

    private State inLine(byte b, State next, int limit) throws BadMessage {
        boolean control = (b >= 0 && b < ' ' && b != '\t') || b == 127;
        if (control || ++line > limit) {
            throw new BadMessage(control ? "a control character in a chunk's line" : "no end");
        }
        return next;
    }

    private static State only(byte b, char wanted, State next) throws BadMessage {
        if (b != wanted) {
            throw new BadMessage("0x%02x where a chunk's line must end".formatted(b & 0xff));
        }
        return next;
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
