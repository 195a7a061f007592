package labs.proxy.mysql.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageCodec;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * What goes over the wire when a client has asked for compression: packets, or parts of them, in an
 * envelope. The answer to the login goes without one; it is the first that is written.
 *
 * <pre>
 *   3 bytes: length │ 1 byte: sequence │ 3 bytes: length without compression │ compressed
 *                                        0: it is not compressed
 * </pre>
 *
 * <p>See <a
 * href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_compression.html">Compression</a>.
 */
public final class CompressionCodec extends ByteToMessageCodec<ByteBuf> {
    private static final int HEADER = 7;
    private static final int WORTH_IT = 50; // bytes
    private static final int LONGEST = 1 << 20; // of a part; a header could say more

    private final Inflater inflater = new Inflater();
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private boolean begun;
    private int next; // sequence

    @Override
    protected void encode(ChannelHandlerContext context, ByteBuf packets, ByteBuf out) {
        if (!begun) {
            begun = true;
            out.writeBytes(packets);
            return;
        }
        while (packets.isReadable()) {
            part(packets.readSlice(Math.min(LONGEST, packets.readableBytes())), out);
        }
    }

    private void part(ByteBuf part, ByteBuf out) {
        int length = part.readableBytes();
        int begin = out.writerIndex();
        out.writeZero(HEADER);
        if (length < WORTH_IT) {
            out.writeBytes(part);
        } else {
            deflate(ByteBufUtil.getBytes(part), out);
            out.setMediumLE(begin + 4, length);
        }
        out.setMediumLE(begin, out.writerIndex() - begin - HEADER).setByte(begin + 3, next++);
    }

    private void deflate(byte[] bytes, ByteBuf out) {
        byte[] some = new byte[8 * 1024];
        deflater.setInput(bytes);
        deflater.finish();
        while (!deflater.finished()) {
            out.writeBytes(some, 0, deflater.deflate(some));
        }
        deflater.reset();
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < HEADER) {
            return;
        }
        int begin = in.readerIndex();
        int length = in.getUnsignedMediumLE(begin);
        if (in.readableBytes() < HEADER + length) {
            return;
        }
        next = in.getUnsignedByte(begin + 3) + 1;
        int whole = in.getUnsignedMediumLE(begin + 4);
        in.skipBytes(HEADER);
        if (whole == 0) {
            out.add(in.readRetainedSlice(length));
        } else {
            byte[] inflated = inflate(ByteBufUtil.getBytes(in.readSlice(length)), whole);
            out.add(context.alloc().buffer(whole).writeBytes(inflated));
        }
    }

    private byte[] inflate(byte[] bytes, int length) {
        byte[] whole = new byte[length];
        try {
            inflater.setInput(bytes);
            if (inflater.inflate(whole) != length) {
                throw malformed("less than it says");
            }
            return whole;
        } catch (DataFormatException e) {
            throw malformed(String.valueOf(e.getMessage()));
        } finally {
            inflater.reset();
        }
    }

    private static ProtocolException malformed(String why) {
        return new ProtocolException(SqlError.MALFORMED, "cannot be decompressed: " + why);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) throws Exception {
        super.handlerRemoved(context);
        inflater.end();
        deflater.end();
    }
}
