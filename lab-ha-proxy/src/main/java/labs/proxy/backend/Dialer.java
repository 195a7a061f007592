package labs.proxy.backend;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import labs.proxy.preamble.Opening;
import labs.proxy.preamble.ProxyHeader;

/** Opens connections to servers, with what has to come before the first byte. Thread-safe. */
public final class Dialer {
    private final Bootstrap bootstrap;
    private final ChannelGroup connections;

    /**
     * @param bootstrap knows the kind of connections and their options
     * @param connections told each one
     */
    public Dialer(Bootstrap bootstrap, ChannelGroup connections) {
        this.bootstrap = bootstrap;
        this.connections = connections;
    }

    /**
     * Connects.
     *
     * @param timeout for the connection, and once more for TLS
     * @param client whom a PROXY header tells of
     * @param handler made once, for the end of the pipeline
     */
    public ChannelFuture dial(
            EventLoop loop,
            Member member,
            Duration timeout,
            Peer client,
            Supplier<ChannelHandler> handler) {
        int limit = (int) timeout.toMillis();
        return bootstrap
                .clone(loop)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, limit)
                .handler(new Beginning(member, timeout, client, handler))
                .connect(address(member, client));
    }

    // A server without a port has that which the client came to.
    private static InetSocketAddress address(Member member, Peer client) {
        InetSocketAddress address = member.address();
        if (member.config().address().host().equals("*")) {
            return new InetSocketAddress(client.destination().getAddress(), address.getPort());
        }
        return address.getPort() != 0 || address.isUnresolved()
                ? address
                : new InetSocketAddress(address.getAddress(), client.destination().getPort());
    }

    /** What a new connection consists of. */
    private final class Beginning extends ChannelInitializer<SocketChannel> {
        private final Member member;
        private final Duration timeout;
        private final Peer client;
        private final Supplier<ChannelHandler> handler;

        Beginning(Member member, Duration timeout, Peer client, Supplier<ChannelHandler> handler) {
            this.member = member;
            this.timeout = timeout;
            this.client = client;
            this.handler = handler;
        }

        @Override
        protected void initChannel(SocketChannel server) {
            connections.add(server);
            var header = new ProxyHeader(client.source(), client.destination());
            Opening.add(server, member.config(), header, timeout);
            server.pipeline().addLast(handler.get());
        }
    }
}
