package labs.rpc.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections that only cost memory: one whose request takes too long, counted from the
 * request's first byte and not from its latest, so that a byte now and then buys no time; and one
 * that asks for nothing. Lives on one event loop.
 */
final class Deadlines extends ChannelDuplexHandler {
    private final long readNanos;
    private final long idleNanos;
    private Future<?> check;
    private long since; // when we began to wait for the client
    private boolean reading; // the first bytes of a request are here, its last are not
    private boolean sawMessage; // the codec made something of the bytes of this read
    private int unanswered; // whole requests: while there is one, the client waits for us

    Deadlines(ServerOptions options) {
        this.readNanos = options.readTimeout().toNanos();
        this.idleNanos = options.idleTimeout().toNanos();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        since = System.nanoTime();
        // A look at the clock now and then is cheaper than a timer for each request, which nearly
        // never rings.
        long period = Math.max(1_000_000, Math.min(readNanos, idleNanos) / 8);
        check =
                ctx.executor()
                        .scheduleAtFixedRate(
                                () -> check(ctx), period, period, TimeUnit.NANOSECONDS);
        ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        check.cancel(false);
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        // BEGIN SOLUTION
        sawMessage = true;
        if (message instanceof LastHttpContent) {
            reading = false;
            unanswered++;
        } else {
            beginReading();
        }
        // END SOLUTION
        ctx.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // BEGIN SOLUTION
        if (!sawMessage) {
            beginReading(); // bytes came that do not even make a head yet
        }
        sawMessage = false;
        // END SOLUTION
        ctx.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        // BEGIN SOLUTION
        if (message instanceof LastHttpContent && !OneAtATime.isInformational(message)) {
            unanswered =
                    Math.max(0, unanswered - 1); // a refusal may answer a request before its end
            since = System.nanoTime();
        }
        // END SOLUTION
        ctx.write(message, promise);
    }

    private void check(ChannelHandlerContext ctx) {
        // BEGIN SOLUTION
        long waited = System.nanoTime() - since;
        if (unanswered > 0) {
            return;
        }
        if (reading && waited > readNanos) {
            ctx.writeAndFlush(HttpAnswers.refusal(HttpResponseStatus.REQUEST_TIMEOUT))
                    .addListener(ChannelFutureListener.CLOSE);
        } else if (!reading && waited > idleNanos) {
            ctx.close();
        }
        // END SOLUTION
        // STUB: // TODO rpc-4: whose time is up?
    }

    // BEGIN SOLUTION
    private void beginReading() {
        if (!reading) {
            reading = true;
            since = System.nanoTime();
        }
    }
    // END SOLUTION
}
