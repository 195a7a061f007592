package labs.proxy.preamble;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import labs.proxy.config.Server;
import labs.proxy.config.Server.SendProxy;
import labs.proxy.tls.ServerTls;

/** What a connection to a server begins with, as its line in the configuration says. */
public final class Opening {
    private Opening() {}

    /**
     * Adds it to the pipeline of a new connection.
     *
     * @param header whom a PROXY header tells of
     * @param limit how long TLS may take to begin
     */
    public static void add(Channel channel, Server server, ProxyHeader header, Duration limit) {
        add(channel, server.sendProxy(), server.tls(), header, limit);
    }

    /** The same for a check, which may go elsewhere and begin in another way. */
    public static void addForCheck(Channel channel, Server server, Duration limit) {
        SendProxy said = server.sendProxy() == SendProxy.NONE ? SendProxy.V1 : server.sendProxy();
        SendProxy header = server.checked().header() ? said : SendProxy.NONE;
        add(channel, header, server.checked().tls(), ProxyHeader.UNKNOWN, limit);
    }

    private static void add(
            Channel channel, SendProxy proxy, boolean secure, ProxyHeader header, Duration limit) {
        if (proxy != SendProxy.NONE) {
            channel.pipeline().addLast(new Introduction(proxy, header));
        }
        if (secure) {
            SslHandler tls = ServerTls.context().newHandler(channel.alloc());
            tls.setHandshakeTimeoutMillis(limit.toMillis());
            channel.pipeline().addLast(tls);
        }
    }
}
