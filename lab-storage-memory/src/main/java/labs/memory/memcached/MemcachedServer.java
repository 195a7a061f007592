package labs.memory.memcached;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import labs.memory.cache.CacheClock;
import labs.memory.cache.CacheStats;
import labs.memory.cache.SlabCache;
import labs.memory.memcached.ServerStats.Counter;

/**
 * A Memcached server: the text protocol with its meta commands, and the binary one, on one port;
 * the first byte of a connection tells which. Thread-safe.
 */
public final class MemcachedServer implements AutoCloseable {
    private static final int CHAINS_A_SWEEP = 20_000;

    private final ServerOptions options;
    private final SlabCache cache;
    private final ServerStats stats = new ServerStats();
    private final Administration administration;
    private final EventLoopGroup loops;
    private final Channel listener;

    private MemcachedServer(ServerOptions options, CacheClock clock) {
        this.options = options;
        this.cache = new SlabCache(options.memory(), clock);
        this.administration = new Administration(cache, stats, options);
        boolean epoll = Epoll.isAvailable();
        this.loops =
                new MultiThreadIoEventLoopGroup(
                        options.threads(),
                        new DefaultThreadFactory("memcached"),
                        epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        this.listener = listen(epoll);
        loops.scheduleWithFixedDelay(() -> cache.sweep(CHAINS_A_SWEEP), 1, 1, TimeUnit.SECONDS);
    }

    /**
     * Starts a server.
     *
     * @throws java.io.UncheckedIOException if it cannot listen there; the message says why
     */
    public static MemcachedServer start(ServerOptions options) {
        return start(options, CacheClock.system());
    }

    static MemcachedServer start(ServerOptions options, CacheClock clock) {
        return new MemcachedServer(options, clock);
    }

    private Channel listen(boolean epoll) {
        try {
            return new ServerBootstrap()
                    .group(loops)
                    .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, 1024)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(
                            ChannelOption.WRITE_BUFFER_WATER_MARK,
                            new WriteBufferWaterMark(64 * 1024, 256 * 1024))
                    .childHandler(
                            new ChannelInitializer<>() {
                                @Override
                                protected void initChannel(Channel channel) {
                                    accept(channel);
                                }
                            })
                    .bind(options.host(), options.port())
                    .syncUninterruptibly()
                    .channel();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        } catch (Exception e) { // Netty throws what was not declared
            close();
            throw new java.io.UncheckedIOException(
                    "cannot listen on %s:%d: %s; choose another port, or stop who has it"
                            .formatted(options.host(), options.port(), e.getMessage()),
                    new java.io.IOException(e));
        }
    }

    private void accept(Channel channel) {
        stats.count(Counter.TOTAL_CONNECTIONS);
        stats.count(Counter.CURR_CONNECTIONS);
        channel.closeFuture().addListener(done -> stats.add(Counter.CURR_CONNECTIONS, -1));
        if (stats.of(Counter.CURR_CONNECTIONS) > options.maxConnections()) {
            stats.count(Counter.REJECTED_CONNECTIONS);
            byte[] text = "ERROR Too many open connections\r\n".getBytes(StandardCharsets.US_ASCII);
            channel.writeAndFlush(Unpooled.wrappedBuffer(text))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        Reply reply = new Reply();
        channel.pipeline()
                .addLast(
                        new ServerConnection(
                                stats,
                                reply,
                                first ->
                                        first == BinaryProtocol.REQUEST
                                                ? new BinaryProtocol(
                                                        cache, stats, reply, administration)
                                                : new TextProtocol(
                                                        cache, stats, reply, administration)));
    }

    /** The port that it listens on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** How its cache is. */
    public CacheStats cache() {
        return cache.stats();
    }

    /** Look-ups that found something. */
    public long hits() {
        return stats.of(Counter.GET_HITS);
    }

    /** Look-ups that found nothing. */
    public long misses() {
        return stats.of(Counter.GET_MISSES);
    }

    /** Values that were stored. */
    public long sets() {
        return stats.of(Counter.CMD_SET);
    }

    /** Clients that are connected. */
    public long connections() {
        return stats.of(Counter.CURR_CONNECTIONS);
    }

    /** Ends every connection, and forgets everything. */
    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
