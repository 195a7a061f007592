package labs.proxy.tcp;

import io.netty.channel.EventLoopGroup;
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
import io.netty.util.concurrent.DefaultThreadFactory;

/** Epoll where there is one, else Java's NIO. */
public enum Transport {
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class),
    NIO(NioServerSocketChannel.class, NioSocketChannel.class);

    private final Class<? extends ServerSocketChannel> listener;
    private final Class<? extends SocketChannel> connection;

    Transport(
            Class<? extends ServerSocketChannel> listener,
            Class<? extends SocketChannel> connection) {
        this.listener = listener;
        this.connection = connection;
    }

    /** Epoll, if it may be used and this machine has it. */
    public static Transport best(boolean allowNative) {
        return allowNative && Epoll.isAvailable() ? EPOLL : NIO;
    }

    /**
     * Event loops for this kind of sockets; shut them down.
     *
     * @param name what their threads are called
     */
    public EventLoopGroup loops(int threads, String name) {
        return new MultiThreadIoEventLoopGroup(
                threads,
                new DefaultThreadFactory(name),
                this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    public Class<? extends ServerSocketChannel> listener() {
        return listener;
    }

    public Class<? extends SocketChannel> connection() {
        return connection;
    }
}
