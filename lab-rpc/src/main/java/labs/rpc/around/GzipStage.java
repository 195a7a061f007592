package labs.rpc.around;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpMessage;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import labs.rpc.server.PipelineStage;

/**
 * Compression in both directions, for either side. The server decompresses requests, and compresses
 * the responses of clients that ask for it; the client does the reverse. One for each connection.
 */
public final class GzipStage extends ChannelDuplexHandler {
    private final int limit;
    private ContentCoding peerAccepts; // as the last request said, or null; the server's only

    private GzipStage(int limit) {
        this.limit = limit;
    }

    /**
     * For {@code ServerOptions.requestStage}.
     *
     * @param limit bytes of a decompressed request at most; more is answered with 413
     */
    public static PipelineStage server(int limit) {
        return pipeline -> add(pipeline, limit);
    }

    /**
     * For {@code ClientOptions.httpStage}.
     *
     * @param limit bytes of a decompressed response at most; with more, the call fails
     */
    public static Consumer<ChannelPipeline> client(int limit) {
        return pipeline -> add(pipeline, limit);
    }

    private static void add(ChannelPipeline pipeline, int limit) {
        pipeline.addLast("gzip", new GzipStage(limit));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        // BEGIN SOLUTION
        if (message instanceof FullHttpRequest request) {
            peerAccepts = ContentCoding.acceptedBy(request.headers());
        }
        if (message instanceof FullHttpMessage http
                && http.headers().contains(HttpHeaderNames.CONTENT_ENCODING)) {
            decompress(context, http, ContentCoding.appliedTo(http.headers()));
        } else {
            context.fireChannelRead(message);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        // BEGIN SOLUTION
        ContentCoding coding = peerAccepts;
        if (message instanceof FullHttpRequest request) {
            request.headers().set(HttpHeaderNames.ACCEPT_ENCODING, ContentCoding.ALL);
            coding = ContentCoding.GZIP;
        }
        if (coding != null
                && message instanceof FullHttpMessage http
                && http.content().readableBytes() >= GzipBodies.WORTHWHILE) {
            context.write(compressed(http, coding), promise);
        } else {
            context.write(message, promise);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    // BEGIN SOLUTION
    private void decompress(
            ChannelHandlerContext context, FullHttpMessage http, List<String> codings) {
        try {
            http.headers().remove(HttpHeaderNames.CONTENT_ENCODING);
            if (codings.isEmpty()) {
                context.fireChannelRead(http);
                return;
            }
            ContentCoding coding = ContentCoding.named(codings.get(0));
            if (coding == null || codings.size() > 1) {
                refuse(context, http, HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, unknown(codings));
                return;
            }
            byte[] compressed = ByteBufUtil.getBytes(http.content());
            byte[] body = GzipBodies.decompress(compressed, coding, limit);
            context.fireChannelRead(withBody(http, body));
        } catch (GzipBodies.TooLargeException e) {
            refuse(context, http, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, e);
        } catch (IOException e) {
            refuse(context, http, HttpResponseStatus.BAD_REQUEST, e);
        }
    }

    private static IOException unknown(List<String> codings) {
        return new IOException(
                "unknown content-encoding " + codings + "; known are " + ContentCoding.ALL);
    }

    /** A server answers; a client has nobody to answer to, and lets its call fail. */
    private static void refuse(
            ChannelHandlerContext context,
            FullHttpMessage http,
            HttpResponseStatus status,
            IOException cause) {
        ReferenceCountUtil.release(http);
        if (http instanceof FullHttpResponse) {
            context.fireExceptionCaught(cause);
        } else if (status.equals(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE)) {
            Answers.demandCoding(context, ContentCoding.ALL);
        } else {
            Answers.refuse(context, status);
        }
    }

    private static FullHttpMessage compressed(FullHttpMessage http, ContentCoding coding) {
        byte[] body = GzipBodies.compress(ByteBufUtil.getBytes(http.content()), coding);
        http.headers().set(HttpHeaderNames.CONTENT_ENCODING, coding.token());
        return withBody(http, body);
    }

    private static FullHttpMessage withBody(FullHttpMessage http, byte[] body) {
        http.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        FullHttpMessage changed = http.replace(Unpooled.wrappedBuffer(body));
        http.release();
        return changed;
    }
    // END SOLUTION
}
