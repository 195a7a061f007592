package labs.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Bytes that came and wait: one buffer, or null for none. */
final class Held {
    private Held() {}

    /** Both, one behind the other; takes over both. */
    static ByteBuf with(ByteBuf held, ByteBuf more, ByteBufAllocator allocator) {
        if (held == null) {
            return more;
        }
        ByteBuf room = held;
        if (held.writableBytes() < more.readableBytes() || held.refCnt() > 1) {
            int size = held.readableBytes() + more.readableBytes();
            room = allocator.ioBuffer(Math.max(size, 2 * held.readableBytes()));
            room.writeBytes(held);
            held.release();
        }
        room.writeBytes(more);
        more.release();
        return room;
    }

    /** So many bytes, to be released by the caller; what is taken wholly is not copied or cut. */
    static ByteBuf take(ByteBuf held, int length) {
        return held.readRetainedSlice(length);
    }

    /** The same, or null, and released, if nothing is left in it. */
    static ByteBuf orNull(ByteBuf held) {
        if (held != null && !held.isReadable()) {
            held.release();
            return null;
        }
        return held;
    }
}
