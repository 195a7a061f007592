package labs.rpc.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One open connection, which carries one call at a time. Its state belongs to the connection's I/O
 * thread; {@link #exchange} may be called from any thread, by whoever the pool gave it to.
 */
final class Connection extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final Channel channel;
    private final ClientOptions options;
    private final Consumer<Connection> afterCall;
    private CompletableFuture<byte[]> reply; // guarded by the I/O thread; null between calls
    private Future<?> alarm; // guarded by the I/O thread
    private volatile long idleSince = System.nanoTime();

    Connection(Channel channel, ClientOptions options, Consumer<Connection> afterCall) {
        this.channel = channel;
        this.options = options;
        this.afterCall = afterCall;
    }

    /**
     * Sends a request and promises the body of its response.
     *
     * @return fails with {@link NotRunException} if the connection was closed before a byte was
     *     sent or the server refused the call, and with {@link OutcomeUnknownException} otherwise
     */
    CompletableFuture<byte[]> exchange(Request request) {
        CompletableFuture<byte[]> promise = new CompletableFuture<>();
        if (channel.eventLoop().inEventLoop()) {
            start(request, promise); // a call made by whoever got the answer to the last
        } else {
            channel.eventLoop().execute(() -> start(request, promise));
        }
        return promise;
    }

    /** Is the connection open and young enough to carry a call? */
    boolean isUsable() {
        return channel.isActive() && System.nanoTime() - idleSince < options.maxIdle().toNanos();
    }

    void close() {
        channel.close();
    }

    /** Runs the work when the connection has been closed, by whichever side. */
    void onClose(Runnable work) {
        channel.closeFuture().addListener(closed -> work.run());
    }

    private void start(Request request, CompletableFuture<byte[]> promise) {
        // BEGIN SOLUTION
        if (!channel.isActive()) {
            // Checked on the I/O thread, where it cannot change under our hands: no byte was sent.
            promise.completeExceptionally(new NotRunException("connection was closed", true, null));
            return;
        }
        reply = promise;
        alarm =
                channel.eventLoop()
                        .schedule(this::timedOut, request.nanosLeft(), TimeUnit.NANOSECONDS);
        channel.writeAndFlush(http(request))
                .addListener(sent -> failUnless(sent.isSuccess(), sent.cause()));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-5: see README, part 5");
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        // BEGIN SOLUTION
        CompletableFuture<byte[]> promise = endCall();
        if (promise == null || !HttpUtil.isKeepAlive(response)) {
            close(); // a response that nobody asked for, or the last one: nothing more to come
        } else {
            idleSince = System.nanoTime();
            afterCall.accept(this); // before the caller wakes up: its next call shall find us idle
        }
        if (promise != null) {
            complete(promise, response);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-5: see README, part 5");
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail("the connection was lost before the response came", null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail("the response could not be received", cause);
    }

    private void timedOut() {
        fail("no response within " + options.callTimeout().toMillis() + " ms", null);
    }

    private void failUnless(boolean sent, Throwable cause) {
        if (!sent) {
            fail("the request could not be sent", cause);
        }
    }

    /** Ends the call as one that may have run or not. */
    private void fail(String message, Throwable cause) {
        // BEGIN SOLUTION
        // Closed, never reused: a late response would be taken for that of the next call.
        close();
        CompletableFuture<byte[]> promise = endCall();
        if (promise != null) {
            promise.completeExceptionally(new OutcomeUnknownException(message, cause));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-5: see README, part 5");
    }

    // BEGIN SOLUTION
    private CompletableFuture<byte[]> endCall() {
        CompletableFuture<byte[]> promise = reply;
        if (promise != null) {
            alarm.cancel(false);
        }
        reply = null;
        return promise;
    }

    private static void complete(CompletableFuture<byte[]> promise, FullHttpResponse response) {
        int status = response.status().code();
        String answer = "the server answered " + response.status();
        if (status == 200) {
            promise.complete(ByteBufUtil.getBytes(response.content()));
        } else if (status == 503 || status == 429) {
            promise.completeExceptionally(new NotRunException(answer, true, null));
        } else if (status >= 400 && status < 500) {
            promise.completeExceptionally(new NotRunException(answer, false, null));
        } else {
            promise.completeExceptionally(new OutcomeUnknownException(answer, null));
        }
    }

    // END SOLUTION

    private FullHttpRequest http(Request request) {
        ByteBuf body = Unpooled.wrappedBuffer(request.body());
        FullHttpRequest http =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1, HttpMethod.POST, options.path(), body);
        http.headers()
                .set(HttpHeaderNames.HOST, options.host() + ":" + options.port())
                .set(HttpHeaderNames.USER_AGENT, "labs-rpc")
                .set(HttpHeaderNames.CONTENT_TYPE, "text/xml")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        options.headers().forEach(http.headers()::set);
        request.headers().forEach(http.headers()::set);
        return http;
    }
}
