package labs.proxy.run;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import labs.proxy.config.Address;

/** What there is to listen on: ports, Unix sockets, and sockets that were opened by others. */
final class Sockets {
    private static final InetSocketAddress NOWHERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private Sockets() {}

    /**
     * The same as this template, for such an address.
     *
     * @param ofPorts the kind of sockets that ports have
     */
    static ServerBootstrap listening(
            ServerBootstrap template, Address address, Class<? extends ServerSocketChannel> ofPorts)
            throws IOException {
        ServerBootstrap listening = template.clone();
        if (address.isInherited()) {
            int number = Integer.parseInt(address.host().substring(3));
            listening.channelFactory(() -> new EpollServerSocketChannel(number));
        } else if (address.isUnix()) {
            removeLeftover(address);
            listening
                    .channel(EpollServerDomainSocketChannel.class)
                    .option(ChannelOption.SO_REUSEADDR, null)
                    .childOption(ChannelOption.TCP_NODELAY, null);
        } else {
            listening.channel(ofPorts);
        }
        return listening;
    }

    /** Begins to listen; a socket that somebody has opened listens already. */
    static ChannelFuture bind(ServerBootstrap listening, Address address) {
        if (address.isInherited()) {
            return listening.register();
        }
        return listening.bind(address.isUnix() ? path(address) : internet(address));
    }

    private static InetSocketAddress internet(Address address) {
        return address.host().equals("*")
                ? new InetSocketAddress(address.port())
                : new InetSocketAddress(address.host(), address.port());
    }

    // An abstract name begins with a zero, and is no file.
    private static DomainSocketAddress path(Address address) {
        return new DomainSocketAddress(
                address.host().startsWith("abns@")
                        ? "\0" + address.host().substring(5)
                        : address.host());
    }

    private static void removeLeftover(Address address) throws IOException {
        if (address.host().startsWith("/")) {
            Files.deleteIfExists(Path.of(address.host()));
        }
    }

    /** An address of the Internet; one that is none stands for whoever is on this machine. */
    static InetSocketAddress internet(SocketAddress address) {
        return address instanceof InetSocketAddress internet ? internet : NOWHERE;
    }
}
