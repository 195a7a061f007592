package labs.proxy.check;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import labs.proxy.config.HttpCheck;

/** Looks at a server once. */
final class Prober {
    private static final int LONGEST_LINE = 1024;
    private static final Pattern FIELD = Pattern.compile("[!#-'*+.^-z|~\\dA-Z-]+:.*");

    private final Bootstrap bootstrap;
    private final Consumer<SocketChannel> preamble;

    /**
     * @param bootstrap knows the event loop and the kind of connections; the rest is added here
     */
    Prober(Bootstrap bootstrap) {
        this(bootstrap, channel -> {});
    }

    /**
     * @param preamble adds what such a server expects before the request: a PROXY header, TLS
     */
    Prober(Bootstrap bootstrap, Consumer<SocketChannel> preamble) {
        this.bootstrap = bootstrap;
        this.preamble = preamble;
    }

    /**
     * Connects and, if there is something to ask, asks. The connection is closed in any case.
     *
     * @param limit how long all of it may take
     * @return how it ended: never fails
     */
    Future<CheckResult> probe(InetSocketAddress server, Optional<HttpCheck> check, Duration limit) {
        // BEGIN SOLUTION
        return attempt(
                server,
                limit,
                (channel, result) -> {
                    watch(channel, check.isEmpty(), result);
                    check.ifPresent(http -> ask(channel, http, result));
                });
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-3: README, part 3");
    }

    /**
     * Connects, and leaves it to handlers to find out how the server is. That no connection is had,
     * and that the time is over, ends it, too. The connection is closed in any case.
     *
     * @param handlers adds what settles the promise, behind the preamble
     * @return how it ended: never fails
     */
    Future<CheckResult> attempt(
            InetSocketAddress server,
            Duration limit,
            BiConsumer<SocketChannel, Promise<CheckResult>> handlers) {
        // BEGIN SOLUTION
        Promise<CheckResult> result = bootstrap.config().group().next().newPromise();
        ChannelFuture connecting =
                bootstrap
                        .clone()
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limit.toMillis())
                        .handler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        preamble.accept(channel);
                                        handlers.accept(channel, result);
                                    }
                                })
                        .connect(server);
        connecting.addListener(
                connected -> {
                    if (!connected.isSuccess()) {
                        result.trySuccess(CheckResult.notConnected(connected.cause()));
                    }
                });
        var late =
                connecting
                        .channel()
                        .eventLoop()
                        .schedule(
                                () -> result.trySuccess(CheckResult.late(connecting.channel())),
                                limit.toMillis(),
                                TimeUnit.MILLISECONDS);
        result.addListener(
                done -> {
                    late.cancel(false);
                    connecting.channel().close();
                });
        return result;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-3: README, part 3");
    }

    private static SslHandler tls(Channel channel) {
        return channel.pipeline().get(SslHandler.class);
    }

    /** A server in TLS is well only if it can speak it; any other one if it takes connections. */
    private static void watch(SocketChannel channel, boolean isAll, Promise<CheckResult> result) {
        SslHandler tls = tls(channel);
        if (tls == null && isAll) {
            channel.pipeline().addLast(new Content(result));
        } else if (tls != null) {
            tls.handshakeFuture()
                    .addListener(
                            begun -> {
                                if (!begun.isSuccess()) {
                                    result.trySuccess(CheckResult.ended(channel));
                                } else if (isAll) {
                                    result.trySuccess(CheckResult.secured());
                                }
                            });
        }
    }

    /** Is content with a connection. */
    private static final class Content extends ChannelInboundHandlerAdapter {
        private final Promise<CheckResult> result;

        Content(Promise<CheckResult> result) {
            this.result = result;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            // Behind what a connection begins with, which is written when it is active.
            context.executor().execute(() -> result.trySuccess(CheckResult.connected()));
            context.fireChannelActive();
        }
    }

    /** Has it ask as soon as it is connected, and judge the head of the answer. */
    private void ask(SocketChannel channel, HttpCheck http, Promise<CheckResult> result) {
        String request =
                "%s %s %s\r\n".formatted(http.method(), http.uri(), http.version())
                        + headers(http)
                        + "Connection: close\r\n\r\n"
                        + http.body();
        channel.pipeline()
                .addLast(
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelActive(ChannelHandlerContext context) {
                                context.writeAndFlush(
                                        Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
                                context.fireChannelActive();
                            }
                        })
                .addLast(new LineBasedFrameDecoder(LONGEST_LINE))
                .addLast(new AnswersHead(result, http.expect()));
    }

    private static String headers(HttpCheck http) {
        var lines = new StringBuilder();
        http.headers().forEach(line -> lines.append(line).append("\r\n"));
        boolean host =
                http.headers().stream().anyMatch(one -> one.regionMatches(true, 0, "host:", 0, 5));
        if (http.version().equals("HTTP/1.1") && !host) {
            lines.append("Host: check\r\n");
        }
        if (!http.body().isEmpty()) {
            lines.append("Content-Length: ").append(http.body().length()).append("\r\n");
        }
        return lines.toString();
    }

    /** The first line says how the server is; the others must be there, and be an answer's. */
    private static final class AnswersHead extends SimpleChannelInboundHandler<ByteBuf> {
        private final Promise<CheckResult> result;
        private final Optional<HttpCheck.Expect> expect;
        private CheckResult judged; // null before the first line

        AnswersHead(Promise<CheckResult> result, Optional<HttpCheck.Expect> expect) {
            this.result = result;
            this.expect = expect;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf line) {
            String text = line.toString(StandardCharsets.ISO_8859_1);
            if (judged == null) {
                judged = Expectations.ofStatus(expect, CheckResult.answered(text));
            } else if (!text.isEmpty() && !FIELD.matcher(text).matches()) {
                judged = CheckResult.garbage();
            }
            if (judged.equals(CheckResult.garbage())) {
                result.trySuccess(judged);
            } else if (text.isEmpty() && Expectations.isOfBody(expect)) {
                context.pipeline().addLast(new BodyExpectation(result, judged, expect.get()));
                context.pipeline().remove(LineBasedFrameDecoder.class);
                context.pipeline().remove(this);
            } else if (text.isEmpty()) {
                result.trySuccess(judged);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            result.trySuccess(CheckResult.ended(context.channel()));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            result.trySuccess(CheckResult.ended(context.channel()));
        }
    }
}
