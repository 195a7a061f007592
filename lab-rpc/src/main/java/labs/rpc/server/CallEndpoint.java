package labs.rpc.server;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
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
 * fields live on the event loop of the connection; only {@link #answer} runs on a worker, if the
 * server has any.
 */
final class CallEndpoint extends SimpleChannelInboundHandler<FullHttpRequest> {
    /** Asks an endpoint to finish the call in progress, if there is one, and to close. */
    static final Object STOP = new Object();

    private static final Logger LOG = System.getLogger(CallEndpoint.class.getName());

    private final CallProcessor processor;
    private final Workers workers;
    private String remote;
    private int unfinished; // requests whose answers have not left
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
        unfinished++;
        String encoding = request.headers().get(HttpHeaderNames.CONTENT_ENCODING);
        if (encoding != null && !HttpRules.isIdentity(encoding)) {
            respond(ctx, HttpAnswers.unknownEncoding()); // no stage took it off
            return;
        }
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
        byte[] answer;
        try {
            answer = processor.process(context, document);
        } catch (Throwable e) { // not even an answer: then the connection must not stay open
            LOG.log(Level.ERROR, "a call of " + remote + " has no answer", e);
            ctx.close();
            return;
        }
        if (ctx.executor().inEventLoop()) {
            respond(ctx, HttpAnswers.xml(answer)); // the server has no workers
            return;
        }
        try {
            ctx.executor().execute(() -> respond(ctx, HttpAnswers.xml(answer)));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the server did not wait for the answer to " + remote, e);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-4: see README, part 4");
    }

    private void respond(ChannelHandlerContext ctx, FullHttpResponse response) {
        // BEGIN SOLUTION
        if (closing) {
            HttpUtil.setKeepAlive(response, false);
        }
        ctx.write(response, ctx.voidPromise());
        // The answers of one turn of the event loop leave together, at its end. To send each at
        // once wakes a client in the middle of our work, again and again.
        ctx.executor().execute(() -> flush(ctx));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-4: see README, part 4");
    }

    // BEGIN SOLUTION
    private void flush(ChannelHandlerContext ctx) {
        ctx.flush();
        unfinished--;
        if (closing && unfinished == 0) { // told to stop after the answer had said it stays open
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    // END SOLUTION

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        // BEGIN SOLUTION
        // A client that closed its half of the connection still reads: it gets the answer that it
        // waits for.
        if (event == STOP || event instanceof ChannelInputShutdownEvent) {
            closing = true;
            if (unfinished == 0) {
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
