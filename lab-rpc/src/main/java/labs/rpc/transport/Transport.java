package labs.rpc.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/** The ways to the sockets: Java's own everywhere, Linux' epoll where its library is there. */
public enum Transport {
    NIO(NioIoHandler::newFactory, NioServerSocketChannel.class, NioSocketChannel.class),
    EPOLL(EpollIoHandler::newFactory, EpollServerSocketChannel.class, EpollSocketChannel.class);

    private final Supplier<IoHandlerFactory> handlers;
    private final Class<? extends ServerSocketChannel> listener;
    private final Class<? extends SocketChannel> socket;

    Transport(
            Supplier<IoHandlerFactory> handlers,
            Class<? extends ServerSocketChannel> listener,
            Class<? extends SocketChannel> socket) {
        this.handlers = handlers;
        this.listener = listener;
        this.socket = socket;
    }

    /**
     * The fastest one that works here; the system property {@code labs.rpc.transport} overrules.
     */
    public static Transport best() {
        String wanted = System.getProperty("labs.rpc.transport");
        if (wanted != null) {
            return valueOf(wanted.toUpperCase(java.util.Locale.ROOT));
        }
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** Event loops of this transport. */
    public EventLoopGroup loops(int count, ThreadFactory threads) {
        return new MultiThreadIoEventLoopGroup(count, threads, handlers.get());
    }

    /** The channel that accepts connections. */
    public Class<? extends ServerSocketChannel> listener() {
        return listener;
    }

    /** The channel of a connection that we open. */
    public Class<? extends SocketChannel> socket() {
        return socket;
    }
}
