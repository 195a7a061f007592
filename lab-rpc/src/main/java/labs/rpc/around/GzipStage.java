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
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.function.Consumer;
import labs.rpc.server.PipelineStage;

/**
 * Compression in both directions, for either side. The server decompresses requests, and compresses
 * the responses of clients that ask for it; the client does the reverse. One for each connection.
 */
public final class GzipStage extends ChannelDuplexHandler {
    private final int limit;
    private boolean peerAccepts; // what the last request said; used by the server only

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
            peerAccepts = lists(request.headers(), HttpHeaderNames.ACCEPT_ENCODING);
        }
        if (message instanceof FullHttpMessage http
                && http.headers().contains(HttpHeaderNames.CONTENT_ENCODING)) {
            decompress(context, http);
        } else {
            context.fireChannelRead(message);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        // BEGIN SOLUTION
        if (message instanceof FullHttpRequest request) {
            request.headers().set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.GZIP);
        }
        boolean mayCompress = message instanceof FullHttpRequest || peerAccepts;
        if (mayCompress
                && message instanceof FullHttpMessage http
                && http.content().readableBytes() >= GzipBodies.WORTHWHILE) {
            context.write(compressed(http), promise);
        } else {
            context.write(message, promise);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    // BEGIN SOLUTION
    private void decompress(ChannelHandlerContext context, FullHttpMessage http) {
        try {
            if (!lists(http.headers(), HttpHeaderNames.CONTENT_ENCODING)) {
                refuse(context, http, HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, null);
                return;
            }
            byte[] body = GzipBodies.gunzip(ByteBufUtil.getBytes(http.content()), limit);
            http.headers().remove(HttpHeaderNames.CONTENT_ENCODING);
            context.fireChannelRead(withBody(http, body));
        } catch (GzipBodies.TooLargeException e) {
            refuse(context, http, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, e);
        } catch (IOException e) {
            refuse(context, http, HttpResponseStatus.BAD_REQUEST, e);
        }
    }

    /** A server answers; a client has nobody to answer to, and lets its call fail. */
    private static void refuse(
            ChannelHandlerContext context,
            FullHttpMessage http,
            HttpResponseStatus status,
            IOException cause) {
        ReferenceCountUtil.release(http);
        if (http instanceof FullHttpResponse) {
            context.fireExceptionCaught(
                    cause != null ? cause : new IOException("unknown content-encoding"));
        } else {
            Answers.refuse(context, status);
        }
    }

    private static boolean lists(HttpHeaders headers, CharSequence name) {
        return headers.containsValue(name, HttpHeaderValues.GZIP, true)
                || headers.containsValue(name, HttpHeaderValues.X_GZIP, true);
    }

    private static FullHttpMessage compressed(FullHttpMessage http) {
        byte[] body = GzipBodies.gzip(ByteBufUtil.getBytes(http.content()));
        http.headers().set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
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
