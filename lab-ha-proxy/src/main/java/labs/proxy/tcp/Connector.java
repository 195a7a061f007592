package labs.proxy.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds a server for a client, and tries the next one where that cannot be reached. */
final class Connector {
    private final Route route;
    private final int retries;
    private final Bootstrap bootstrap;

    /**
     * @param bootstrap knows how long a try may take, and what connections begin with
     */
    Connector(Route route, int retries, Bootstrap bootstrap) {
        this.route = route;
        this.retries = retries;
        this.bootstrap = bootstrap;
    }

    /**
     * Connects to a server, on the client's event loop. There are no more tries when the retries
     * are used up, the route has no server, or the client has gone; nothing stays open then.
     *
     * @return fails with a {@link ConnectException} if none can be reached
     */
    Future<DuplexChannel> connect(Channel client) {
        Promise<DuplexChannel> connected = client.eventLoop().newPromise();
        attempt(client, new ArrayList<>(), connected);
        return connected;
    }

    private void attempt(
            Channel client, List<InetSocketAddress> tried, Promise<DuplexChannel> connected) {
        // BEGIN SOLUTION
        var from = (InetSocketAddress) client.remoteAddress();
        boolean give = tried.size() <= retries && client.isActive();
        Optional<InetSocketAddress> server =
                give ? route.next(from, List.copyOf(tried)) : Optional.empty();
        if (server.isEmpty()) {
            connected.setFailure(new ConnectException("no server for " + from + ": " + tried));
            return;
        }
        ChannelFuture attempt = bootstrap.clone(client.eventLoop()).connect(server.get());
        attempt.addListener(
                done -> {
                    if (!done.isSuccess()) {
                        tried.add(server.get());
                        attempt(client, tried, connected);
                    } else if (client.isActive()) {
                        connected.setSuccess((DuplexChannel) attempt.channel());
                    } else {
                        attempt.channel().close();
                        connected.setFailure(new ConnectException(from + " has gone"));
                    }
                });
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-1: README, part 1");
    }
}
