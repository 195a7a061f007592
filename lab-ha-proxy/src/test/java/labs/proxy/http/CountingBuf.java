package labs.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.SwappedByteBuf;

/** Counts how many bytes are searched. */
@SuppressWarnings("deprecation")
final class CountingBuf extends SwappedByteBuf {
    private long looked;

    CountingBuf(ByteBuf buffer) {
        super(buffer);
    }

    @Override
    public int indexOf(int from, int to, byte value) {
        int found = super.indexOf(from, to, value);
        looked += (found < 0 ? to : found + 1) - from;
        return found;
    }

    @Override
    public byte getByte(int index) {
        looked++;
        return super.getByte(index);
    }

    @Override
    public int forEachByte(int index, int length, io.netty.util.ByteProcessor processor) {
        int found = super.forEachByte(index, length, processor);
        looked += found < 0 ? length : found + 1 - index;
        return found;
    }

    long looked() {
        return looked;
    }
}
