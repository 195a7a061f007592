package labs.rpc.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import labs.rpc.dispatch.CallHandler;
import labs.rpc.transport.Transport;

/**
 * A server of XML-RPC over HTTP/1.1. Few event loops carry all connections, workers run the
 * handlers. When every worker is busy and the queue is full, a call is answered with 503 and
 * Retry-After: it was not begun, so trying it again is safe. Thread-safe.
 */
public final class XmlRpcServer implements AutoCloseable {
    /**
     * A request stage that knows who the peer is leaves the name here, at the channel, for {@code
     * CallContext}.
     */
    public static final AttributeKey<String> PRINCIPAL =
            AttributeKey.valueOf(XmlRpcServer.class, "principal");

    private final ServerOptions options;
    private final Transport transport = Transport.best();
    private final Workers workers;
    private final EventLoopGroup loops;
    private final ChannelGroup connections;
    private final Channel listener;
    private volatile boolean stopping;

    private XmlRpcServer(ServerOptions options, CallHandler handler) {
        this.options = options;
        this.workers = new Workers(options);
        this.loops =
                transport.loops(eventLoops(options), new DefaultThreadFactory("rpc-server-io"));
        this.connections = new DefaultChannelGroup(loops.next(), true);
        this.listener = listen(new CallProcessor(handler, options.dates()));
    }

    /**
     * Listens at once; the handler is called by workers. @throws UncheckedIOException if the port
     * is taken
     */
    public static XmlRpcServer start(ServerOptions options, CallHandler handler) {
        return new XmlRpcServer(options, handler);
    }

    /** The port that the server listens on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /**
     * Stops listening, closes connections on which no call is in progress, finishes the calls that
     * were accepted, and closes the rest. Blocks until that is done, or until {@code stopTimeout}
     * passed and the calls were interrupted.
     */
    @Override
    public void close() {
        if (loops.isShuttingDown()) {
            return; // closed before
        }
        // BEGIN SOLUTION
        stopping = true;
        listener.close().syncUninterruptibly();
        // In one go, on an I/O thread: whoever sees another connection close has been told itself.
        loops.next().submit(() -> connections.forEach(XmlRpcServer::stop)).syncUninterruptibly();
        workers.stop(options.stopTimeout());
        connections
                .newCloseFuture()
                .awaitUninterruptibly(1, TimeUnit.SECONDS); // the last answers leave
        connections.close().awaitUninterruptibly();
        shutdown();
        // END SOLUTION
        // STUB: listener.close().syncUninterruptibly();
        // STUB: shutdown();
    }

    private Channel listen(CallProcessor processor) {
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(transport.listener())
                        .option(ChannelOption.SO_BACKLOG, 1024)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childHandler(new ServerPipeline(options, processor, workers, this::opened))
                        .bind(options.host(), options.port())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            shutdown();
            String address = options.host() + ":" + options.port();
            throw new UncheckedIOException(
                    "cannot listen on " + address, new IOException(bound.cause()));
        }
        return bound.channel();
    }

    private void opened(Channel channel) {
        connections.add(channel);
        if (stopping) {
            stop(channel); // it was on its way in when close() went through the others
        }
    }

    private static void stop(Channel connection) {
        connection.pipeline().fireUserEventTriggered(CallEndpoint.STOP);
    }

    private void shutdown() {
        workers.stop(Duration.ZERO);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static int eventLoops(ServerOptions options) {
        int processors = Runtime.getRuntime().availableProcessors();
        return options.onEventLoops() ? processors : Math.max(1, processors / 2);
    }
}
