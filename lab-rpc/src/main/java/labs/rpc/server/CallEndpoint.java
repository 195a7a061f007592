package labs.rpc.server;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import labs.rpc.dispatch.CallContext;

/**
 * The end of a connection's pipeline: hands each request to the workers and writes the answer. The
 * fields live on the event loop of the connection; only {@link #answer} runs on a worker.
 */
final class CallEndpoint extends SimpleChannelInboundHandler<FullHttpRequest> {
    /** Asks an endpoint to finish the call in progress, if there is one, and to close. */
    static final Object STOP = new Object();

    private static final Logger LOG = System.getLogger(CallEndpoint.class.getName());

    private final CallProcessor processor;
    private final Workers workers;
    private String remote;
    private boolean inProgress; // a worker has the request
    private boolean closing; // no request is taken any more

    CallEndpoint(CallProcessor processor, Workers workers) {
        this.processor = processor;
        this.workers = workers;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        remote = String.valueOf(ctx.channel().remoteAddress());
        ctx.fireChannelActive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        // BEGIN SOLUTION
        if (closing) {
            return;
        }
        String encoding = request.headers().get(HttpHeaderNames.CONTENT_ENCODING);
        if (encoding != null && !HttpRules.isIdentity(encoding)) {
            respond(ctx, HttpAnswers.unknownEncoding()); // no stage took it off
            return;
        }
        inProgress = true;
        CallContext context =
                new CallContext(new HeaderMap(request.headers()), remote, principal(ctx));
        byte[] document = ByteBufUtil.getBytes(request.content());
        if (!workers.offer(() -> answer(ctx, context, document))) {
            respond(ctx, HttpAnswers.busy());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-4: see README, part 4");
    }

    private void answer(ChannelHandlerContext ctx, CallContext context, byte[] document) {
        // BEGIN SOLUTION
        FullHttpResponse response;
        try {
            response = HttpAnswers.xml(processor.process(context, document));
        } catch (Throwable e) { // not even an answer: then the connection must not stay open
            LOG.log(Level.ERROR, "a call of " + remote + " has no answer", e);
            ctx.close();
            return;
        }
        try {
            ctx.executor().execute(() -> respond(ctx, response));
        } catch (RejectedExecutionException e) {
            response.release(); // the server did not wait for us: the connection is closed
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-4: see README, part 4");
    }

    private void respond(ChannelHandlerContext ctx, FullHttpResponse response) {
        // BEGIN SOLUTION
        inProgress = false;
        if (closing) {
            HttpUtil.setKeepAlive(response, false);
        }
        ctx.writeAndFlush(response, ctx.voidPromise());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-4: see README, part 4");
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        // BEGIN SOLUTION
        // A client that closed its half of the connection still reads: it gets the answer that it
        // waits for.
        if (event == STOP || event instanceof ChannelInputShutdownEvent) {
            closing = true;
            if (!inProgress) {
                ctx.close();
            }
        }
        // END SOLUTION
        // STUB: // TODO rpc-4: what may a connection still do when the server stops?
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A client that goes away, or does not speak TLS where it should, is no news.
        boolean news = !(cause instanceof IOException || cause instanceof DecoderException);
        Level level = news ? Level.WARNING : Level.DEBUG;
        LOG.log(level, () -> "connection of " + remote + " closed", cause);
        ctx.close();
    }

    private static String principal(ChannelHandlerContext ctx) {
        return ctx.channel().attr(XmlRpcServer.PRINCIPAL).get();
    }
}
