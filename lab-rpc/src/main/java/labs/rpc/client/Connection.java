package labs.rpc.client;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;

/**
 * One open connection, which carries one call at a time. Its state belongs to the connection's I/O
 * thread; {@link #exchange} may be called from any thread, by whoever the pool gave it to.
 */
final class Connection extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final Channel channel;
    private final ResponseDecoder decoder;
    private final ClientOptions options;
    private final Consumer<Connection> afterCall;
    private final HttpHeaders headers; // of every request
    private CompletableFuture<Response> reply; // guarded by the I/O thread; null between calls
    private SSLHandshakeException refused; // guarded by the I/O thread; null unless the server did
    private boolean sent; // guarded by the I/O thread; the whole request left
    private boolean last; // guarded by the I/O thread; the request said that none follows
    private long deadline; // guarded by the I/O thread; of the call in progress
    private Future<?> alarm; // guarded by the I/O thread; rings at alarmTime, or null
    private long alarmTime; // guarded by the I/O thread
    private volatile long idleSince = System.nanoTime();

    Connection(Channel channel, ClientOptions options, Consumer<Connection> afterCall) {
        this.channel = channel;
        this.decoder = channel.pipeline().get(ResponseDecoder.class);
        this.options = options;
        this.afterCall = afterCall;
        this.headers = headers(options);
    }

    /** Those of every request, made once. */
    private static HttpHeaders headers(ClientOptions options) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.HOST, HttpWords.authority(options.host(), options.port()))
                .set(HttpHeaderNames.USER_AGENT, "labs-rpc")
                .set(HttpHeaderNames.CONTENT_TYPE, "text/xml");
        if (options.maxIdle().isZero()) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        options.headers().forEach(headers::set);
        return headers;
    }

    /**
     * Sends a request and promises its response: one with the status 200, a redirection, or any
     * with a fault in it.
     *
     * @return fails with {@link NotRunException} if the connection was closed before a byte was
     *     sent or the server refused the call, and with {@link OutcomeUnknownException} otherwise
     */
    CompletableFuture<Response> exchange(Request request) {
        CompletableFuture<Response> promise = new CompletableFuture<>();
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

    private void start(Request request, CompletableFuture<Response> promise) {
        // BEGIN SOLUTION
        if (!channel.isActive()) {
            // Checked on the I/O thread, where it cannot change under our hands: no byte was sent.
            promise.completeExceptionally(closed());
            return;
        }
        reply = promise;
        try {
            FullHttpRequest http = http(request);
            sent = false;
            decoder.await();
            wakeAt(request.deadline());
            channel.writeAndFlush(http).addListener(done -> written(done.cause()));
        } catch (RuntimeException e) { // else this thread would forget the call, and the pool us
            notRun("the request cannot be sent: " + e.getMessage(), false, e);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-5: see README, part 5");
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        // BEGIN SOLUTION
        if (response.decoderResult().isFailure()) {
            fail("the server's answer is no HTTP: it begins " + decoder.excerpt(), null);
        } else if (isInterim(response.status())) {
            return; // 100, 102, 103: the answer is still to come (RFC 9110, 15.2)
        } else {
            answered(response);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-5: see README, part 5");
    }

    // BEGIN SOLUTION
    private static boolean isInterim(HttpResponseStatus status) {
        return status.codeClass() == HttpStatusClass.INFORMATIONAL
                && !status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS); // which we never asked
    }

    private void answered(FullHttpResponse response) {
        boolean again = mayCarryAnother(response);
        CompletableFuture<Response> promise = endCall();
        if (promise == null || !again) {
            close();
        } else {
            idleSince = System.nanoTime();
            afterCall.accept(this); // before the caller wakes up: its next call shall find us idle
        }
        if (promise != null) {
            complete(promise, response);
        }
    }

    /**
     * Only a connection with nothing on its way in either direction: else the next call would get
     * what is left of this one.
     */
    private boolean mayCarryAnother(FullHttpResponse response) {
        boolean drained = decoder.endsHere();
        boolean switched = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        return drained
                && sent
                && !last
                && !switched
                && HttpUtil.isKeepAlive(response)
                && channel.isActive();
    }

    // END SOLUTION

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (alarm != null) {
            alarm.cancel(false);
        }
        fail(lost(), null);
    }

    private NotRunException closed() {
        return refused == null
                ? new NotRunException("connection was closed", true, null)
                : new NotRunException(
                        "the server refused the TLS connection: " + refused.getMessage(),
                        false,
                        refused);
    }

    private String lost() {
        long bytes = decoder.received();
        return bytes == 0
                ? "the server closed the connection without an answer"
                : "the server closed the connection within its answer, after " + bytes + " bytes";
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause.getCause() instanceof SSLHandshakeException why) {
            // It comes after our own part of the handshake: the server read nothing we sent.
            refused = why;
            end(closed());
        } else if (cause instanceof PrematureChannelClosureException) {
            fail(lost(), cause);
        } else if (cause instanceof TooLongFrameException) {
            fail(
                    "the answer is larger than maxResponse, " + options.maxResponse() + " bytes",
                    cause);
        } else {
            fail("the answer could not be received: " + cause.getMessage(), cause);
        }
    }

    private void wakeAt(long time) {
        deadline = time;
        // One alarm serves call after call: it looks at the deadline when it rings, which it seldom
        // does, since to set and stop one for each call costs more than the call's own work.
        if (alarm == null || alarmTime - time > 0) {
            setAlarm(time);
        }
    }

    private void setAlarm(long time) {
        if (alarm != null) {
            alarm.cancel(false);
        }
        alarmTime = time;
        long wait = Math.max(0, time - System.nanoTime());
        alarm = channel.eventLoop().schedule(this::ring, wait, TimeUnit.NANOSECONDS);
    }

    private void ring() {
        alarm = null;
        if (reply != null && deadline - System.nanoTime() > 0) {
            setAlarm(deadline);
        } else if (reply != null) {
            fail("no answer within " + options.callTimeout().toMillis() + " ms", null);
        }
    }

    private void written(Throwable failure) {
        sent = failure == null;
        if (failure instanceof RuntimeException) { // a stage or the encoder: nothing has left
            notRun("the request cannot be sent: " + failure.getMessage(), false, failure);
        } else if (failure != null) {
            fail("the request could not be sent whole: " + failure.getMessage(), failure);
        }
    }

    /** Ends the call as one that may have run or not. */
    private void fail(String message, Throwable cause) {
        end(new OutcomeUnknownException(message, cause));
    }

    /** Ends the call as one that cannot have run. */
    private void notRun(String message, boolean passing, Throwable cause) {
        end(new NotRunException(message, passing, cause));
    }

    private void end(CallFailedException failure) {
        // BEGIN SOLUTION
        // Closed, never reused: a late response would be taken for that of the next call.
        close();
        CompletableFuture<Response> promise = endCall();
        if (promise != null) {
            promise.completeExceptionally(failure);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-5: see README, part 5");
    }

    private CompletableFuture<Response> endCall() {
        CompletableFuture<Response> promise = reply;
        reply = null;
        return promise;
    }

    private static void complete(CompletableFuture<Response> promise, FullHttpResponse http) {
        // BEGIN SOLUTION
        byte[] body = ByteBufUtil.getBytes(http.content());
        Response response = new Response(http.status(), http.headers(), body);
        int status = http.status().code();
        if (status == 200 || response.location() != null) {
            promise.complete(response);
        } else if (status == 503 || status == 429) {
            promise.completeExceptionally(refused(response, true));
        } else if (status >= 400 && response.isFault()) {
            promise.complete(response);
        } else if (status >= 400 && status < 500) {
            promise.completeExceptionally(refused(response, false));
        } else {
            String message = "the server answered " + response.description();
            promise.completeExceptionally(new OutcomeUnknownException(message, null));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-5: see README, part 5");
    }

    private static NotRunException refused(Response response, boolean passing) {
        return new NotRunException("the server answered " + response.description(), passing, null);
    }

    private FullHttpRequest http(Request request) {
        HttpHeaders head = headers.copy();
        head.set(HttpHeaderNames.CONTENT_LENGTH, request.body().length);
        request.headers().forEach(head::set);
        last = !isKeptAlive(head);
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.POST,
                options.path(),
                Unpooled.wrappedBuffer(request.body()),
                head,
                EmptyHttpHeaders.INSTANCE);
    }

    private static boolean isKeptAlive(HttpHeaders head) {
        return !head.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
    }
}
