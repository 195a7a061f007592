package labs.proxy.mysql;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import labs.proxy.balance.Loads;
import labs.proxy.mysql.cluster.Cluster;
import labs.proxy.mysql.cluster.Replicas;
import labs.proxy.mysql.protocol.Capabilities;
import labs.proxy.mysql.protocol.CompressionCodec;
import labs.proxy.mysql.protocol.Login;
import labs.proxy.mysql.protocol.PacketDecoder;
import labs.proxy.mysql.protocol.PacketWriter;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.mysql.protocol.TlsRequest;
import labs.proxy.mysql.sql.StatementCache;
import labs.proxy.tcp.Buffers;
import labs.proxy.tcp.Transport;

/**
 * A balancer on one port that speaks MySQL's protocol to both sides. Thread-safe. Close it: it
 * takes no more clients, and cuts off those that are there.
 */
public final class MysqlProxy implements AutoCloseable {
    private static final int THREADS = 2;

    /** Far from those of servers: each is to be found by the number that it knows. */
    private static final int FIRST_NUMBER = 1 << 30;

    private static final int TOO_MANY_CONNECTIONS = 1040;

    /** Reading stops at the second and goes on at the first: what waits, at most, for a client. */
    private static final WriteBufferWaterMark ROOM = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final MysqlOptions options;
    private final Cluster cluster;
    private final Replicas replicas;
    private final Loads loads = new Loads();
    private final PooledByteBufAllocator allocator = new PooledByteBufAllocator(true);
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Sessions sessions = new Sessions();
    private final StatementCache statements = new StatementCache();
    private final AtomicInteger numbers = new AtomicInteger(FIRST_NUMBER);
    private final AtomicInteger inside = new AtomicInteger(); // clients
    private final AtomicBoolean closed = new AtomicBoolean();
    private final EventLoopGroup loops;
    private final Bootstrap servers;
    private final Channel listener;
    private final Runnable onChange = this::topologyChanged;

    private MysqlProxy(MysqlOptions options, Cluster cluster) throws IOException {
        this.options = options;
        this.cluster = cluster;
        replicas = new Replicas(options.mostLag(), loads);
        Transport transport = Transport.best(true);
        loops = transport.loops(THREADS, "mysql-proxy");
        servers = servers(transport);
        try {
            listener = listen(transport);
        } catch (IOException e) {
            stop();
            throw e;
        }
        cluster.onChange(onChange);
    }

    /**
     * Starts a balancer.
     *
     * @param cluster knows which server is what; it is not closed with the proxy
     * @throws IOException if it cannot listen there
     */
    public static MysqlProxy start(MysqlOptions options, Cluster cluster) throws IOException {
        return new MysqlProxy(options, cluster);
    }

    private Bootstrap servers(Transport transport) {
        return new Bootstrap()
                .channel(transport.connection())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) options.connect().toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOCATOR, allocator);
    }

    private Channel listen(Transport transport) throws IOException {
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(transport.listener())
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_BACKLOG, 1024)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, ROOM)
                        .childOption(ChannelOption.ALLOCATOR, allocator)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel client) {
                                        serve(client);
                                    }
                                })
                        .bind(options.listen())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + options.listen() + ": " + bound.cause().getMessage(),
                    bound.cause());
        }
        return bound.channel();
    }

    private void serve(SocketChannel client) {
        client.closeFuture().addListener(gone -> inside.decrementAndGet());
        if (inside.incrementAndGet() > options.mostClients()) {
            ByteBuf no =
                    new SqlError(TOO_MANY_CONNECTIONS, "08004", "too many connections")
                            .payload(client.alloc());
            client.writeAndFlush(PacketWriter.packet(client.alloc(), 0, no))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        clients.add(client);
        int number = numbers.incrementAndGet();
        var connection = new ClientConnection(client);
        if (options.tls() != null) {
            client.pipeline().addLast(new TlsRequest(options.tls()));
        }
        client.pipeline()
                .addLast(
                        new PacketDecoder(ClientLogin.LONGEST_PACKET),
                        new ClientLogin(
                                options,
                                number,
                                connection,
                                admission(client, number, connection, "")));
    }

    /**
     * @param position how far a replica must be to be read from the beginning
     */
    private ClientLogin.Admission admission(
            SocketChannel client, int number, ClientConnection connection, String position) {
        return (account, database, answer) -> {
            ChannelPipeline pipeline = client.pipeline();
            pipeline.get(PacketDecoder.class).allow(options.longestPacket());
            boolean compress = (account.capabilities() & Capabilities.COMPRESS) != 0;
            if (compress && pipeline.get(CompressionCodec.class) == null) {
                String decoder = pipeline.context(PacketDecoder.class).name();
                pipeline.addBefore(decoder, null, new CompressionCodec());
            }
            ClientSession session = session(client, number, connection, account, database);
            sessions.put(number, session);
            pipeline.replace(ClientLogin.class, null, session);
            session.welcome(answer, position);
        };
    }

    private void changeUser(
            SocketChannel client,
            int number,
            ClientConnection connection,
            Login change,
            int answer,
            String position) {
        var login =
                new ClientLogin(
                        options,
                        number,
                        connection,
                        change,
                        answer,
                        admission(client, number, connection, position));
        client.pipeline().replace(ClientSession.class, null, login);
    }

    private ClientSession session(
            SocketChannel channel,
            int number,
            ClientConnection client,
            Account account,
            String database) {
        var connector =
                new ServerConnector(
                        servers,
                        channel.eventLoop(),
                        account,
                        loads,
                        connections,
                        options.connect());
        return new ClientSession(
                options,
                number,
                account,
                sessions,
                statements,
                client,
                database,
                (login, answer, position) ->
                        changeUser(channel, number, client, login, answer, position),
                onLoss ->
                        new ServerLinks(
                                connector,
                                cluster::topology,
                                replicas,
                                options.patience(),
                                onLoss));
    }

    private void topologyChanged() {
        for (Channel client : clients) {
            ClientSession session = client.pipeline().get(ClientSession.class);
            if (session != null) {
                client.eventLoop().execute(session::topologyChanged);
            }
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** How many connections are open now, to clients and to servers. */
    public int connections() {
        return clients.size() + connections.size();
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
        if (closed.getAndSet(true)) {
            return;
        }
        cluster.forget(onChange);
        listener.close().syncUninterruptibly();
        clients.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        stop();
    }

    private void stop() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
