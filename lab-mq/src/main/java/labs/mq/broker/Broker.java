package labs.mq.broker;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * One broker that is a cluster by itself. Thread-safe. Close it: it takes no more requests, seals
 * its logs and frees its port.
 */
public final class Broker implements AutoCloseable {
    private static final int THREADS = 2;

    private final BrokerCore core;
    private final Path directory;
    private final TemporaryDirectory temporary; // null if the logs are to stay
    private final EventLoopGroup loops;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel listener;

    private Broker(
            BrokerCore core,
            EventLoopGroup loops,
            BrokerOptions options,
            TemporaryDirectory temporary)
            throws IOException {
        this.core = core;
        this.directory = options.directory();
        this.temporary = temporary;
        this.loops = loops;
        this.listener = bind(options, core.apis());
    }

    /**
     * Starts a broker.
     *
     * @throws IOException if its directory cannot be used, or its port is taken; the message says
     *     what to do
     */
    public static Broker start(BrokerOptions options) throws IOException {
        return start(options, null);
    }

    /**
     * Starts a broker for a test: on a free port, its logs in a temporary directory, which is
     * deleted when it is closed.
     */
    public static Broker start() throws IOException {
        TemporaryDirectory temporary = TemporaryDirectory.create("lab-mq-broker-");
        try {
            return start(BrokerOptions.in(temporary.path()), temporary);
        } catch (IOException | RuntimeException e) {
            temporary.close();
            throw e;
        }
    }

    private static Broker start(BrokerOptions options, TemporaryDirectory temporary)
            throws IOException {
        BrokerCore core = BrokerCore.open(options);
        EventLoopGroup loops = loops();
        try {
            return new Broker(core, loops, options, temporary);
        } catch (IOException | RuntimeException e) {
            stop(loops);
            core.close();
            throw e;
        }
    }

    private static EventLoopGroup loops() {
        return new MultiThreadIoEventLoopGroup(
                THREADS,
                new DefaultThreadFactory("mq-broker"),
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    private Channel bind(BrokerOptions options, Apis apis) throws IOException {
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(
                                Epoll.isAvailable()
                                        ? EpollServerSocketChannel.class
                                        : NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_BACKLOG, 1024)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .childHandler(new Initializer(options, apis))
                        .bind(options.host(), options.port())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on "
                            + options.host()
                            + ":"
                            + options.port()
                            + " ("
                            + bound.cause().getMessage()
                            + "): give another port, or 0 for any that is free",
                    bound.cause());
        }
        return bound.channel();
    }

    private final class Initializer extends ChannelInitializer<SocketChannel> {
        private final BrokerOptions options;
        private final Apis apis;

        Initializer(BrokerOptions options, Apis apis) {
            this.options = options;
            this.apis = apis;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            connections.add(channel);
            channel.pipeline()
                    .addLast(new LengthFieldBasedFrameDecoder(options.maxFrameBytes(), 0, 4, 0, 4))
                    .addLast(new Connection(apis, options.advertised()));
        }
    }

    /** One of its partitions, or null if there is none. */
    Partition partition(String topic, int index) {
        return core.topics().find(topic, index);
    }

    /**
     * Makes a topic, as a client could.
     *
     * @throws IllegalArgumentException if its name cannot be one, or there is none in so many
     *     partitions
     * @throws TopicExistsException if there is one of that name
     */
    public void createTopic(String name, int partitions) throws IOException {
        core.topics().create(name, partitions);
    }

    /** Whether there is a topic of that name. */
    public boolean hasTopic(String name) {
        return !core.topics().partitions(name).isEmpty();
    }

    /** Where its logs are. */
    public Path directory() {
        return directory;
    }

    /** The port on which it listens. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** {@code host:port}, as a client's bootstrap.servers wants it. */
    public String address() {
        return ((InetSocketAddress) listener.localAddress()).getHostString() + ":" + port();
    }

    @Override
    public void close() throws IOException {
        listener.close().syncUninterruptibly();
        core.stop();
        connections.close().awaitUninterruptibly();
        stop(loops);
        core.close();
        if (temporary != null) {
            temporary.close();
        }
    }

    private static void stop(EventLoopGroup loops) {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
