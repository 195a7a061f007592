package labs.rpc.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Makes whole requests of their parts, and refuses those that break the rules or grow too large.
 * Lives on one event loop.
 */
final class RequestCollector extends ChannelInboundHandlerAdapter {
    // To close at once would reset the connection while the client still sends, and take our answer
    // with it.
    private static final long LINGER_MILLIS = 500;

    private final HttpRules rules;
    private final int maxBody;
    private HttpRequest head;
    private ByteBuf body; // of the request that is being read, or null
    private boolean copied; // the body is our own buffer, and can grow
    private boolean refused;

    RequestCollector(ServerOptions options) {
        this.rules = new HttpRules(options);
        this.maxBody = options.maxBody();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        // BEGIN SOLUTION
        if (!refused && message instanceof HttpRequest request) {
            begin(ctx, request);
        }
        if (!refused && message instanceof HttpContent content) {
            append(ctx, content);
        } else {
            ReferenceCountUtil.release(message);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-4: see README, part 4");
    }

    // BEGIN SOLUTION
    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        HttpResponseStatus refusal = rules.refusal(request);
        if (refusal != null) {
            refuse(ctx, refusal);
        } else {
            head = request;
            if (HttpUtil.is100ContinueExpected(request)) {
                ctx.writeAndFlush(HttpAnswers.goOn());
            }
        }
    }

    private void append(ChannelHandlerContext ctx, HttpContent part) {
        int size = part.content().readableBytes() + (body == null ? 0 : body.readableBytes());
        if (part.decoderResult().isFailure()) {
            part.release();
            refuse(ctx, HttpResponseStatus.BAD_REQUEST);
        } else if (size > maxBody) {
            // The length may be unknown or a lie, so we count.
            part.release();
            refuse(ctx, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        } else {
            keep(ctx, part.content());
            if (part instanceof LastHttpContent) {
                finish(ctx);
            }
        }
    }

    /**
     * The usual request comes in one part, which is kept as it is; the parts of others are copied
     * together.
     */
    private void keep(ChannelHandlerContext ctx, ByteBuf part) {
        if (body == null) {
            body = part;
            return;
        }
        if (!copied) {
            copied = true;
            ByteBuf copy = ctx.alloc().heapBuffer(body.readableBytes() + part.readableBytes());
            copy.writeBytes(body);
            body.release();
            body = copy;
        }
        body.writeBytes(part);
        part.release();
    }

    private void finish(ChannelHandlerContext ctx) {
        var request =
                new DefaultFullHttpRequest(
                        head.protocolVersion(),
                        head.method(),
                        head.uri(),
                        body,
                        head.headers(),
                        EmptyHttpHeaders.INSTANCE);
        head = null;
        body = null;
        copied = false;
        ctx.fireChannelRead(request);
    }

    private void refuse(ChannelHandlerContext ctx, HttpResponseStatus status) {
        refused = true;
        handlerRemoved(ctx);
        ctx.writeAndFlush(HttpAnswers.refusal(status)).addListener(done -> endOutput(ctx));
        ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void endOutput(ChannelHandlerContext ctx) {
        ((DuplexChannel) ctx.channel()).shutdownOutput();
    }

    // END SOLUTION

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        ReferenceCountUtil.release(body);
        body = null;
    }
}
