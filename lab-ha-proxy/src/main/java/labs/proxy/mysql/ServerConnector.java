package labs.proxy.mysql;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import labs.proxy.balance.Loads;
import labs.proxy.mysql.cluster.ServerView;
import labs.proxy.mysql.protocol.PacketDecoder;
import labs.proxy.mysql.session.Place;

/**
 * Opens connections to servers for one account, all on one event loop.
 *
 * @param account as whom it logs in
 * @param loads counts the connections by server, from connecting to closing
 * @param all gets each channel, also those that are not connected yet
 * @param limit for connecting and logging in
 */
record ServerConnector(
        Bootstrap bootstrap,
        EventLoop loop,
        Account account,
        Loads loads,
        ChannelGroup all,
        Duration limit) {
    /** What a server says before we are logged in is short. */
    private static final int LONGEST_PACKET = 64 * 1024;

    /**
     * Connects and logs in, without a database. Fails as {@link ServerLogin} says, or with an
     * {@link IOException} if it takes too long.
     *
     * @param onLoss hears when the connection is lost while nobody waits for an answer
     */
    Future<ServerConnection> open(
            ServerView server, Place place, Consumer<ServerConnection> onLoss) {
        Promise<ServerConnection> opened = loop.newPromise();
        var connection = new ServerConnection(server, place, account.multiStatements(), onLoss);
        ChannelFuture connecting = connect(server, new ServerLogin(account, connection, opened));
        all.add(connecting.channel());
        connecting.addListener(
                done -> {
                    if (done.isSuccess()) {
                        count(server.name(), connecting.channel());
                    } else {
                        opened.tryFailure(done.cause());
                    }
                });
        limit(opened, connecting.channel(), server.name());
        return opened;
    }

    private ChannelFuture connect(ServerView server, ServerLogin login) {
        var handlers =
                new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new PacketDecoder(LONGEST_PACKET), login);
                    }
                };
        return bootstrap.clone(loop).handler(handlers).connect(server.address());
    }

    private void count(String server, Channel channel) {
        loads.opened(server);
        channel.closeFuture().addListener(closed -> loads.closed(server));
    }

    private void limit(Promise<ServerConnection> opened, Channel channel, String server) {
        Runnable giveUp =
                () -> {
                    if (opened.tryFailure(new IOException(server + " is late"))) {
                        channel.close();
                    }
                };
        Future<?> late = loop.schedule(giveUp, limit.toMillis(), TimeUnit.MILLISECONDS);
        opened.addListener(done -> late.cancel(false));
    }
}
