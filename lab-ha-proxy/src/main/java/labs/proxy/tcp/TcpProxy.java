package labs.proxy.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A TCP proxy on one port. Thread-safe. Close it: it takes no more clients, and cuts off those that
 * are there.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int THREADS = 2;

    /** Reading stops at the second and goes on at the first: what waits, at most, for each side. */
    private static final WriteBufferWaterMark ROOM = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final PooledByteBufAllocator allocator = new PooledByteBufAllocator(true);
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final EventLoopGroup loops;
    private final Connector connector;
    private final Channel listener;

    private TcpProxy(TcpOptions options, Route route) throws IOException {
        Transport transport = Transport.best(options.nativeTransport());
        loops = transport.loops(THREADS, "tcp-proxy");
        connector = new Connector(route, options.retries(), servers(transport, options));
        try {
            listener = listen(transport, options.listen());
        } catch (IOException e) {
            stop();
            throw e;
        }
    }

    /**
     * Starts a proxy.
     *
     * @throws IOException if it cannot listen there
     */
    public static TcpProxy start(TcpOptions options, Route route) throws IOException {
        return new TcpProxy(options, route);
    }

    private Bootstrap servers(Transport transport, TcpOptions options) {
        return new Bootstrap()
                .channel(transport.connection())
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        (int) options.connectTimeout().toMillis())
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, ROOM)
                .option(ChannelOption.ALLOCATOR, allocator)
                .handler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel server) {
                                connections.add(server);
                                server.pipeline().addLast(new Relay());
                            }
                        });
    }

    private Channel listen(Transport transport, InetSocketAddress address) throws IOException {
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(transport.listener())
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_BACKLOG, 1024)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, ROOM)
                        .childOption(ChannelOption.ALLOCATOR, allocator)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel client) {
                                        connections.add(client);
                                        client.pipeline().addLast(new Relay());
                                        serve(client);
                                    }
                                })
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + address + ": " + bound.cause().getMessage(),
                    bound.cause());
        }
        return bound.channel();
    }

    private void serve(DuplexChannel client) {
        connector
                .connect(client)
                .addListener(
                        connected -> {
                            if (connected.isSuccess()) {
                                Relay.join(client, (DuplexChannel) connected.getNow());
                            } else {
                                client.close();
                            }
                        });
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** How many connections are open now, to clients and to servers. */
    public int connections() {
        return connections.size();
    }

    /** How many bytes wait to be written, to clients and to servers. */
    public long waiting() {
        return connections.stream()
                .mapToLong(channel -> Math.max(0, ROOM.high() - channel.bytesBeforeUnwritable()))
                .sum();
    }

    /** How many bytes of buffers it holds, in use or to be used again. */
    public long memory() {
        return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
    }

    /** How many buffers are in use; once it is closed, any are lost. */
    public long buffers() {
        return Buffers.inUse(allocator);
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        connections.close().awaitUninterruptibly();
        stop();
    }

    private void stop() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
