package labs.proxy.http;

import io.netty.buffer.ByteBuf;

/**
 * Finds where a head ends, in bytes that come piece by piece, and has it read. What was looked at
 * once is not looked at again: a client that sends a byte at a time must not cost more than one
 * that does not. Not thread-safe.
 */
final class HeadReader {
    /** The longest head: HAProxy's buffer of 16 KiB less the room that it keeps for changes. */
    static final int MAX_BYTES = 15 * 1024;

    private final boolean ofRequests;
    private int scanned; // bytes behind the reader index that hold no further end of a line
    private int line; // where the line begins that is being read, behind the reader index

    private HeadReader(boolean ofRequests) {
        this.ofRequests = ofRequests;
    }

    static HeadReader ofRequests() {
        return new HeadReader(true);
    }

    static HeadReader ofResponses() {
        return new HeadReader(false);
    }

    /** Whether it has seen a part of a head. */
    boolean isUnderWay() {
        return scanned > 0;
    }

    /**
     * Takes a head out of the bytes, if there is a whole one. Empty lines before it are passed
     * over.
     *
     * @return null if it is not whole yet; the bytes stay where they are
     * @throws BadMessage as early as can be: at the first byte that is none of a head, at a line
     *     that ends without CR, and at {@link #MAX_BYTES} bytes without an end
     */
    Head read(ByteBuf in) throws BadMessage {
        // BEGIN SOLUTION
        while (true) {
            int base = in.readerIndex();
            int limit = Math.min(in.writerIndex(), base + MAX_BYTES);
            int end = in.indexOf(base + scanned, limit, (byte) '\n');
            if (end < 0) {
                return wait(in, limit - base);
            }
            if (end == base + line || in.getByte(end - 1) != '\r') {
                throw new BadMessage("a line that ends without CR");
            }
            boolean empty = end == base + line + 1;
            line = end + 1 - base;
            scanned = line;
            if (empty && scanned == 2) {
                in.skipBytes(2);
                begin();
            } else if (empty) {
                return take(in);
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }

    // BEGIN SOLUTION
    private Head wait(ByteBuf in, int seen) throws BadMessage {
        scanned = seen;
        if (seen >= MAX_BYTES) {
            throw new BadMessage("a head that is longer than " + MAX_BYTES + " bytes");
        }
        byte first = in.isReadable() ? in.getByte(in.readerIndex()) : (byte) '\r';
        if (!HeadParser.isToken(first) && first != '\r') {
            throw new BadMessage("no HTTP: it begins with 0x%02x".formatted(first & 0xff));
        }
        return null;
    }

    private Head take(ByteBuf in) throws BadMessage {
        byte[] bytes = new byte[scanned];
        in.readBytes(bytes);
        begin();
        return ofRequests ? HeadParser.request(bytes) : HeadParser.response(bytes);
    }

    private void begin() {
        scanned = 0;
        line = 0;
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
