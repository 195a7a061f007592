package labs.proxy.mysql.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCounted;

/**
 * A whole packet, put together again if it came in pieces of 16 MiB. Who has it releases it.
 *
 * @param first the sequence number of its first piece
 * @param last the sequence number of its last piece
 */
public record Packet(int first, int last, ByteBuf payload) implements ReferenceCounted {
    @Override
    public int refCnt() {
        return payload.refCnt();
    }

    @Override
    public Packet retain() {
        payload.retain();
        return this;
    }

    @Override
    public Packet retain(int increment) {
        payload.retain(increment);
        return this;
    }

    @Override
    public Packet touch() {
        payload.touch();
        return this;
    }

    @Override
    public Packet touch(Object hint) {
        payload.touch(hint);
        return this;
    }

    @Override
    public boolean release() {
        return payload.release();
    }

    @Override
    public boolean release(int decrement) {
        return payload.release(decrement);
    }
}
