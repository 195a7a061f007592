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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import labs.mq.group.CommittedOffsets;
import labs.mq.group.GroupAdmin;
import labs.mq.group.GroupCoordinator;
import labs.mq.log.LogDirectory;

/**
 * One broker that is a cluster by itself. Thread-safe. Close it: it takes no more requests, seals
 * its logs and frees its port.
 */
public final class Broker implements AutoCloseable {
    private static final int THREADS = 2;

    private final LogDirectory directory;
    private final EventLoopGroup loops;
    private final GroupCoordinator groups;
    private final Upkeep upkeep;
    private final Topics topics;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel listener;

    private Broker(
            LogDirectory directory,
            EventLoopGroup loops,
            GroupCoordinator groups,
            Upkeep upkeep,
            Topics topics,
            BrokerOptions options,
            Apis apis)
            throws IOException {
        this.directory = directory;
        this.loops = loops;
        this.groups = groups;
        this.upkeep = upkeep;
        this.topics = topics;
        this.listener = bind(options, apis);
    }

    /**
     * Starts a broker.
     *
     * @throws IOException if its directory cannot be used, or its port is taken; the message says
     *     what to do
     */
    public static Broker start(BrokerOptions options) throws IOException {
        LogDirectory directory = LogDirectory.open(options.directory(), options.log());
        EventLoopGroup loops = loops();
        var groups = new GroupCoordinator();
        Upkeep upkeep = null;
        try {
            var topics = new Topics(directory, options);
            CommittedOffsets offsets = offsets(topics);
            upkeep = Upkeep.start(topics, offsets, options.upkeep());
            var apis = new Apis(topics, offsets, groupApis(groups, offsets, topics));
            return new Broker(directory, loops, groups, upkeep, topics, options, apis);
        } catch (IOException | RuntimeException e) {
            if (upkeep != null) {
                upkeep.close();
            }
            groups.close();
            stop(loops);
            directory.close();
            throw e;
        }
    }

    private static List<Api<?>> groupApis(
            GroupCoordinator groups, CommittedOffsets offsets, Topics topics) {
        var apis = new ArrayList<>(new GroupApis(groups, offsets, topics).all());
        apis.addAll(new GroupAdminApis(new GroupAdmin(groups, offsets)).all());
        return apis;
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

    private static CommittedOffsets offsets(Topics topics) throws IOException {
        List<Partition> partitions = topics.partitions(Topics.OFFSETS);
        Partition own =
                partitions.isEmpty() ? topics.create(Topics.OFFSETS, 1).get(0) : partitions.get(0);
        return new CommittedOffsets(own.log());
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
        return topics.find(topic, index);
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
        upkeep.close();
        groups.close();
        connections.close().awaitUninterruptibly();
        stop(loops);
        directory.close();
    }

    private static void stop(EventLoopGroup loops) {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
