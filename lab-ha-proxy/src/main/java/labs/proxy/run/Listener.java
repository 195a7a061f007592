package labs.proxy.run;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import labs.proxy.config.Bind;
import labs.proxy.overload.Gate;
import labs.proxy.tls.Certificates;

/**
 * An address that is listened on. What is behind it may be exchanged while it stays open: that is
 * how a new configuration drops no connection. Thread-safe.
 */
final class Listener {
    private final Gate all;
    private final ChannelGroup clients;
    private final Channel channel;
    private volatile Door door;
    private volatile Gate own;
    private volatile Bind bind;
    private volatile Optional<Certificates> certificates;

    /**
     * @param all counts the clients of the whole proxy
     * @param own those of the frontend
     * @param clients told each client
     * @throws IOException if it cannot listen there
     */
    Listener(
            ServerBootstrap template,
            Bind bind,
            Optional<Certificates> certificates,
            Door door,
            Gate own,
            Gate all,
            ChannelGroup clients)
            throws IOException {
        this.all = all;
        this.clients = clients;
        behind(bind, certificates, door, own);
        ServerBootstrap listening =
                template.handler(new Accepting())
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel client) {
                                        Arrival.prepare(client, Listener.this);
                                    }
                                });
        ChannelFuture bound = Sockets.bind(listening, bind.address()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on %s:%d (%s): %s"
                            .formatted(
                                    bind.address().host(),
                                    bind.address().port(),
                                    door.config().name(),
                                    bound.cause().getMessage()),
                    bound.cause());
        }
        channel = bound.channel();
    }

    /** Exchanges what is behind it. */
    void behind(Bind bind, Optional<Certificates> certificates, Door door, Gate own) {
        this.certificates = certificates;
        this.bind = bind;
        this.own = own;
        this.door = door;
    }

    /**
     * Reads what a bind names.
     *
     * @throws IOException if one cannot be used
     */
    static Optional<Certificates> certificates(Bind bind) throws IOException {
        return bind.certificates().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Certificates.read(
                                bind.certificates().stream().map(Path::of).toList(), bind.alpn()));
    }

    Bind bind() {
        return bind;
    }

    Door door() {
        return door;
    }

    boolean acceptsHeader() {
        return bind.acceptProxy();
    }

    Optional<Certificates> certificates() {
        return certificates;
    }

    InetSocketAddress address() {
        return Sockets.internet(channel.localAddress());
    }

    /** Accepts as long as there is room, and goes on when there is again. */
    void review() {
        boolean room = !own.isFull() && !all.isFull();
        if (channel != null && channel.config().isAutoRead() != room) {
            channel.config().setAutoRead(room);
        }
    }

    void close() {
        channel.close().awaitUninterruptibly();
    }

    /** Counts each client, before the next one is accepted. */
    private final class Accepting extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            Gate mine = own;
            Door into = door;
            mine.entered();
            all.entered();
            into.counters().opened();
            if (mine.isFull() || all.isFull()) {
                context.channel().config().setAutoRead(false);
            }
            ((Channel) accepted)
                    .closeFuture()
                    .addListener(
                            closed -> {
                                into.counters().closed();
                                mine.left();
                                all.left();
                            });
            clients.add((Channel) accepted);
            context.fireChannelRead(accepted);
        }
    }
}
