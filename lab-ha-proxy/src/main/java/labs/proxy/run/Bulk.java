package labs.proxy.run;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;

/**
 * Sets a connection up for mode tcp, where much may go by. What costs there is the number of calls
 * to the kernel, and how often bytes miss the processor's cache: so one piece is read, as big as it
 * pays, and written at once, while it is still in the cache. To read many pieces first and write
 * them together needs fewer calls, and more time. There is room for the piece that is written and
 * one more: if a single one filled it, reading would stop and go on again at each, which are two
 * calls more. A connection that says little gets small buffers, since their size follows what came.
 */
final class Bulk {
    private static final int LEAST = 1024;
    private static final int FIRST = 16 * 1024;
    private static final int PIECE = 128 * 1024;
    private static final WriteBufferWaterMark ROOM = new WriteBufferWaterMark(PIECE, 2 * PIECE);

    private Bulk() {}

    /** Both sides need it, before they are joined. */
    static void prepare(DuplexChannel channel) {
        channel.config()
                .setRecvByteBufAllocator(
                        new AdaptiveRecvByteBufAllocator(LEAST, FIRST, PIECE)
                                .maxMessagesPerRead(1));
        channel.config().setWriteBufferWaterMark(ROOM);
    }
}
