package labs.rpc.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.ssl.SslClosedEngineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import labs.rpc.transport.Transport;

/** Opens connections, and owns the threads that serve them. Thread-safe. */
final class Connector implements AutoCloseable {
    private final ClientOptions options;
    private final Transport transport = Transport.best();
    private final EventLoopGroup threads;
    private final Bootstrap bootstrap;
    private final Consumer<ChannelPipeline> systemTls; // null where TLS is not spoken

    Connector(ClientOptions options) {
        this.options = options;
        this.systemTls = options.secure() ? SystemTls.to(options.host(), options.port()) : null;
        this.threads = transport.loops(options.ioThreads(), new IoThread.Factory("rpc-client"));
        this.bootstrap =
                new Bootstrap()
                        .group(threads)
                        .channel(transport.socket())
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                (int) options.connectTimeout().toMillis())
                        .handler(pipeline());
    }

    /**
     * Connects, and agrees on a key where TLS is spoken.
     *
     * @param afterCall told when a call on this connection is over and the next may begin
     * @return fails with {@link NotRunException} if nobody listens, the certificate is not one to
     *     trust, or the time is over
     */
    CompletableFuture<Connection> connect(Consumer<Connection> afterCall) {
        CompletableFuture<Connection> opened = new CompletableFuture<>();
        ChannelFuture attempt = bootstrap.connect(options.host(), options.port());
        attempt.addListener(done -> connected(attempt, afterCall, opened));
        return opened;
    }

    private void connected(
            ChannelFuture attempt,
            Consumer<Connection> afterCall,
            CompletableFuture<Connection> opened) {
        if (!attempt.isSuccess()) {
            opened.completeExceptionally(notRun("cannot connect to ", attempt.cause(), true));
            return;
        }
        Channel channel = attempt.channel();
        Connection connection = new Connection(channel, options, afterCall);
        channel.pipeline().addLast(connection);
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            opened.complete(connection);
        } else {
            tls.handshakeFuture().addListener(done -> agreed(done, connection, opened));
        }
    }

    /** No byte of a request is sent before, so a call that fails here has certainly not run. */
    private void agreed(
            Future<?> handshake, Connection connection, CompletableFuture<Connection> opened) {
        if (handshake.isSuccess()) {
            opened.complete(connection);
        } else {
            connection.close();
            Throwable cause = handshake.cause();
            opened.completeExceptionally(notRun("no TLS with ", cause, isPassing(cause)));
        }
    }

    /** A certificate stays as bad as it is; a connection that was lost, or too slow, may pass. */
    private static boolean isPassing(Throwable cause) {
        return !(cause instanceof SSLException)
                || cause instanceof SslHandshakeTimeoutException
                || cause instanceof SslClosedEngineException
                || String.valueOf(cause.getMessage()).contains("closed");
    }

    private NotRunException notRun(String what, Throwable cause, boolean passing) {
        String where = options.host() + ":" + options.port();
        return new NotRunException(what + where + ": " + cause.getMessage(), passing, cause);
    }

    private ChannelInitializer<Channel> pipeline() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                ChannelPipeline pipeline = channel.pipeline();
                addBytesStages(pipeline);
                pipeline.addLast(new HttpRequestEncoder(), new ResponseDecoder());
                pipeline.addLast(new HttpObjectAggregator(options.maxResponse()));
                options.httpStages().forEach(stage -> stage.accept(pipeline));
            }
        };
    }

    private void addBytesStages(ChannelPipeline pipeline) {
        options.bytesStages().forEach(stage -> stage.accept(pipeline));
        if (systemTls != null && pipeline.get(SslHandler.class) == null) {
            systemTls.accept(pipeline);
        }
        SslHandler tls = pipeline.get(SslHandler.class);
        if (tls != null) {
            tls.setHandshakeTimeoutMillis(options.connectTimeout().toMillis());
        }
    }

    /**
     * Runs the work on an I/O thread after a while.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the client was closed
     */
    void later(Duration wait, Runnable work) {
        threads.schedule(work, wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Closes every connection and ends the threads. */
    @Override
    public void close() {
        threads.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
