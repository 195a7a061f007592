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
        if (server.sendProxy() != SendProxy.NONE) {
            channel.pipeline().addLast(new Introduction(server.sendProxy(), header));
        }
        if (server.tls()) {
            SslHandler tls = ServerTls.context().newHandler(channel.alloc());
            tls.setHandshakeTimeoutMillis(limit.toMillis());
            channel.pipeline().addLast(tls);
        }
    }
}
