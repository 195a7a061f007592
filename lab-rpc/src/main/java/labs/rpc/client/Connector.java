package labs.rpc.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import labs.rpc.transport.Transport;

/** Opens connections, and owns the threads that serve them. Thread-safe. */
final class Connector implements AutoCloseable {
    private final ClientOptions options;
    private final Transport transport = Transport.best();
    private final EventLoopGroup threads;
    private final Bootstrap bootstrap;

    Connector(ClientOptions options) {
        this.options = options;
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
     * Connects.
     *
     * @param afterCall told when a call on this connection is over and the next may begin
     * @return fails with {@link NotRunException} if nobody listens or the time is over
     */
    CompletableFuture<Connection> connect(Consumer<Connection> afterCall) {
        CompletableFuture<Connection> opened = new CompletableFuture<>();
        ChannelFuture attempt = bootstrap.connect(options.host(), options.port());
        attempt.addListener(done -> finish(done, attempt.channel(), afterCall, opened));
        return opened;
    }

    private void finish(
            Future<?> done,
            Channel channel,
            Consumer<Connection> afterCall,
            CompletableFuture<Connection> opened) {
        if (done.isSuccess()) {
            Connection connection = new Connection(channel, options, afterCall);
            channel.pipeline().addLast(connection);
            opened.complete(connection);
        } else {
            String where = options.host() + ":" + options.port();
            opened.completeExceptionally(
                    new NotRunException("cannot connect to " + where, true, done.cause()));
        }
    }

    private ChannelInitializer<Channel> pipeline() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                ChannelPipeline pipeline = channel.pipeline();
                options.bytesStages().forEach(stage -> stage.accept(pipeline));
                pipeline.addLast(new HttpClientCodec());
                pipeline.addLast(new HttpObjectAggregator(options.maxResponse()));
                options.httpStages().forEach(stage -> stage.accept(pipeline));
            }
        };
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
