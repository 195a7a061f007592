package labs.memory.memcached;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import labs.memory.cache.SlabCache;

/**
 * A value that comes over the network straight into its place in the cache, or one that is refused
 * and thrown away as it comes.
 */
final class IncomingValue {
    private static final int END = 2; // bytes of a line end, which stand behind a value in text

    private final SlabCache cache;
    private int place; // above 0 while there is one to fill
    private int length;
    private int filled;
    private int ended; // bytes of the line end that have come
    private boolean good; // they were the right ones
    private boolean inText;
    private long thrownAway; // bytes that still must be

    IncomingValue(SlabCache cache) {
        this.cache = cache;
    }

    /** A value comes that goes to this place, with a line end behind it or without one. */
    void begin(int where, int bytes, boolean text) {
        place = where;
        length = bytes;
        filled = 0;
        ended = text ? 0 : END;
        good = true;
        inText = text;
    }

    /** So many bytes come that nobody wants. */
    void throwAway(long bytes) {
        thrownAway = bytes;
    }

    boolean isThrowingAway() {
        return thrownAway > 0;
    }

    boolean isComing() {
        return place > 0;
    }

    /** Takes what is there. Returns whether that was all. */
    boolean take(ByteBuf in) {
        if (thrownAway > 0) {
            int some = (int) Math.min(thrownAway, in.readableBytes());
            in.skipBytes(some);
            thrownAway -= some;
            return thrownAway == 0;
        }
        fill(in);
        for (; filled == length && ended < END && in.isReadable(); ended++) {
            good &= in.readByte() == (ended == 0 ? '\r' : '\n');
        }
        return filled == length && ended == END;
    }

    private void fill(ByteBuf in) {
        int some = Math.min(length - filled, in.readableBytes());
        if (some > 0) {
            ByteBuffer bytes = in.internalNioBuffer(in.readerIndex(), some);
            cache.fill(place, filled, bytes, bytes.position(), some);
            in.skipBytes(some);
            filled += some;
        }
    }

    /** Did it end as it should? */
    boolean isGood() {
        return good;
    }

    boolean isInText() {
        return inText;
    }

    /** The place that is full, which is the caller's now. */
    int finish() {
        int full = place;
        place = 0;
        return full;
    }

    /** The client has gone, or sent something else. */
    void abandon() {
        if (place > 0) {
            cache.abandon(finish());
        }
    }
}
