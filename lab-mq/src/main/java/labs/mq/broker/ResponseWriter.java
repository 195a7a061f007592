package labs.mq.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultFileRegion;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import labs.mq.log.LogSlice;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageSizeAccumulator;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.Writable;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * Turns a response into what goes to the socket: pieces of bytes, and between them slices of the
 * log's files, which are never read into this process.
 */
final class ResponseWriter implements Writable {
    private final ByteBufAllocator allocator;
    private final List<Object> pieces = new ArrayList<>();
    private ByteBuf bytes; // the piece that is being written

    private ResponseWriter(ByteBufAllocator allocator, int firstPiece) {
        this.allocator = allocator;
        this.bytes = allocator.directBuffer(firstPiece);
    }

    /**
     * The pieces of the response frame, in order: {@link ByteBuf} and {@link DefaultFileRegion}.
     */
    static List<Object> write(ByteBufAllocator allocator, RequestHeader request, ApiMessage body) {
        ApiKeys api = request.apiKey();
        var header = new ResponseHeaderData().setCorrelationId(request.correlationId());
        short headerVersion = api.responseHeaderVersion(request.apiVersion());
        var cache = new ObjectSerializationCache();
        var size = new MessageSizeAccumulator();
        header.addSize(size, cache, headerVersion);
        body.addSize(size, cache, request.apiVersion());
        var writer = new ResponseWriter(allocator, 4 + size.sizeExcludingZeroCopy());
        try {
            writer.writeInt(size.totalSize());
            header.write(writer, cache, headerVersion);
            body.write(writer, cache, request.apiVersion());
            return writer.finish();
        } catch (RuntimeException e) {
            writer.release();
            throw e;
        }
    }

    private void release() {
        pieces.forEach(ReferenceCountUtil::release);
        ReferenceCountUtil.release(bytes);
    }

    private List<Object> finish() {
        flushBytes();
        return pieces;
    }

    private void flushBytes() {
        if (bytes.isReadable()) {
            pieces.add(bytes);
        } else {
            bytes.release();
        }
        bytes = null;
    }

    @Override
    public void writeRecords(BaseRecords records) {
        // BEGIN SOLUTION
        if (records instanceof SliceRecords slice) {
            flushBytes();
            pieces.add(region(slice.slice()));
            bytes = allocator.directBuffer(256);
        } else {
            writeByteBuffer(((MemoryRecords) records).buffer());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    private static DefaultFileRegion region(LogSlice slice) {
        return new DefaultFileRegion(slice.channel(), slice.position(), slice.length()) {
            @Override
            protected void deallocate() {
                slice.close(); // not the file: others read it, too
            }
        };
    }

    @Override
    public void writeByte(byte value) {
        bytes.writeByte(value);
    }

    @Override
    public void writeShort(short value) {
        bytes.writeShort(value);
    }

    @Override
    public void writeInt(int value) {
        bytes.writeInt(value);
    }

    @Override
    public void writeLong(long value) {
        bytes.writeLong(value);
    }

    @Override
    public void writeDouble(double value) {
        bytes.writeDouble(value);
    }

    @Override
    public void writeByteArray(byte[] array) {
        bytes.writeBytes(array);
    }

    @Override
    public void writeByteBuffer(ByteBuffer buffer) {
        bytes.writeBytes(Unpooled.wrappedBuffer(buffer));
    }

    @Override
    public void writeUnsignedVarint(int value) {
        writeSevenBitsAByte(Integer.toUnsignedLong(value));
    }

    @Override
    public void writeVarint(int value) {
        writeUnsignedVarint((value << 1) ^ (value >> 31));
    }

    @Override
    public void writeVarlong(long value) {
        writeSevenBitsAByte((value << 1) ^ (value >> 63));
    }

    private void writeSevenBitsAByte(long bits) {
        long rest = bits;
        while ((rest & ~0x7fL) != 0) {
            bytes.writeByte((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.writeByte((int) rest);
    }
}
