package labs.rpc.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseDecoder;

/**
 * HTTP responses out of bytes. It also knows what a pooled connection must know: whether bytes came
 * that nobody asked for, since they would be taken for the answer to the next call. Its state
 * belongs to the connection's I/O thread.
 */
final class ResponseDecoder extends HttpResponseDecoder {
    private static final int EXCERPT = 60;

    private final StringBuilder excerpt = new StringBuilder(EXCERPT);
    private long received; // bytes since the request
    private boolean awaited; // a request is out, and its response not complete

    /** A request goes out: from now on bytes are welcome. */
    void await() {
        awaited = true;
        received = 0;
        excerpt.setLength(0);
    }

    /**
     * The response is complete. Returns whether nothing came behind it: a connection with more in
     * it must not carry another call.
     */
    boolean endsHere() {
        awaited = false;
        return actualReadableBytes() == 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (!awaited) {
            ((ByteBuf) message).release();
            context.close();
            return;
        }
        note((ByteBuf) message);
        super.channelRead(context, message);
    }

    private void note(ByteBuf bytes) {
        int from = bytes.readerIndex();
        for (int i = from; i < bytes.writerIndex() && excerpt.length() < EXCERPT; i++) {
            excerpt.append((char) (bytes.getByte(i) & 0xff));
        }
        received += bytes.readableBytes();
    }

    /** Bytes of the response so far. */
    long received() {
        return received;
    }

    /** How the response begins, for a message. */
    String excerpt() {
        String text = excerpt.toString();
        boolean tls = text.startsWith("\u0015\u0003") || text.startsWith("\u0016\u0003");
        return Excerpt.of(text) + (tls ? " (the server speaks TLS: call it by https)" : "");
    }
}
