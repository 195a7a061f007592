package labs.proxy.mysql.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts what a client sends into {@link Packet}s.
 *
 * <pre>
 *   3 bytes: length, little endian │ 1 byte: sequence │ payload
 * </pre>
 *
 * <ol>
 *   <li>A piece whose length is {@link PacketWriter#FULL} is followed by another piece of the same
 *       packet, which may be empty.
 *   <li>The pieces of a packet are numbered on, and 0 follows 255. Which number the first piece has
 *       is not checked here.
 *   <li>A packet of more than the limit fails as soon as a header says so: nothing of a piece is
 *       kept that would be too much. After a failure all input is thrown away.
 * </ol>
 */
public final class PacketDecoder extends ByteToMessageDecoder {
    /** What a header takes. */
    public static final int HEADER = 4;

    private int limit;
    private boolean failed;
    private CompositeByteBuf pieces; // of a packet whose last piece is still to come; else null
    private int first;
    private int next;

    /**
     * @param limit the longest packet that is taken, in bytes of payload
     */
    public PacketDecoder(int limit) {
        this.limit = limit;
    }

    /** From now on packets may be this long. */
    public void allow(int bytes) {
        limit = bytes;
    }

    /**
     * Takes at most one piece.
     *
     * @throws ProtocolException {@link SqlError#PACKET_TOO_LARGE} or {@link SqlError#OUT_OF_ORDER}
     */
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (failed) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            decodePiece(in, out);
        } catch (ProtocolException e) {
            failed = true;
            throw e;
        }
    }

    private void decodePiece(ByteBuf in, List<Object> out) {
        // BEGIN SOLUTION
        if (!in.isReadable(HEADER)) {
            return;
        }
        int length = in.getUnsignedMediumLE(in.readerIndex());
        int sequence = in.getUnsignedByte(in.readerIndex() + 3);
        checkLength(length);
        if (!in.isReadable(HEADER + length)) {
            return;
        }
        in.skipBytes(HEADER);
        if (pieces == null) {
            first = sequence;
        } else if (sequence != next) {
            throw new ProtocolException(
                    SqlError.OUT_OF_ORDER, "piece " + sequence + " came instead of " + next);
        }
        next = (sequence + 1) & 0xff;
        ByteBuf piece = in.readRetainedSlice(length);
        if (length == PacketWriter.FULL) {
            join(piece);
            return;
        }
        if (pieces != null) {
            join(piece);
            piece = pieces;
            pieces = null;
        }
        out.add(new Packet(first, sequence, piece));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    // BEGIN SOLUTION
    private void checkLength(int length) {
        int all = length + (pieces == null ? 0 : pieces.readableBytes());
        if (all > limit) {
            throw new ProtocolException(
                    SqlError.PACKET_TOO_LARGE,
                    "a packet of %d bytes or more; %d are allowed".formatted(all, limit));
        }
    }

    private void join(ByteBuf piece) {
        if (pieces == null) {
            pieces = piece.alloc().compositeBuffer(Integer.MAX_VALUE);
        }
        pieces.addComponent(true, piece);
    }

    // END SOLUTION
    // STUB: // What else it needs goes here.

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        if (pieces != null) {
            pieces.release();
            pieces = null;
        }
    }
}
