package labs.rpc.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets one request of a connection pass at a time: the next one waits here until the answer to the
 * last was written. So answers leave in the order of the requests, however many a client sends at
 * once, and a client that sends faster than it is served is read no further. Lives on one event
 * loop.
 */
final class OneAtATime extends ChannelDuplexHandler {
    /**
     * Parts of requests that may wait before the socket is read no more; one read may still exceed
     * it.
     */
    static final int MAX_HELD = 64;

    private final Queue<Object> held = new ArrayDeque<>();
    private boolean busy; // a whole request passed, and its answer was not written yet
    private boolean passing; // the loop in passHeld runs

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        // BEGIN SOLUTION
        held.add(message);
        passHeld(ctx);
        if (held.size() >= MAX_HELD) {
            ctx.channel().config().setAutoRead(false);
        }
        // END SOLUTION
        // STUB: ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        // BEGIN SOLUTION
        boolean last = message instanceof LastHttpContent && !isInformational(message);
        ctx.write(message, promise);
        if (last) {
            busy = false;
            passHeld(ctx);
        }
        // END SOLUTION
        // STUB: ctx.write(message, promise);
    }

    // BEGIN SOLUTION
    private void passHeld(ChannelHandlerContext ctx) {
        if (passing) {
            return; // an answer was written while a request passed: the loop below goes on, and the
            // stack does not grow
        }
        passing = true;
        while (!busy && !held.isEmpty() && ctx.channel().isWritable()) {
            Object message = held.remove();
            busy = message instanceof LastHttpContent;
            ctx.fireChannelRead(message);
        }
        passing = false;
        if (held.isEmpty() && !ctx.channel().config().isAutoRead()) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    // END SOLUTION

    /** Is it an interim response, which answers nothing yet? */
    static boolean isInformational(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    /**
     * A client that sends and never reads is not served on: its answers would fill our memory
     * instead of its own.
     */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        // BEGIN SOLUTION
        passHeld(ctx);
        // END SOLUTION
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }
}
