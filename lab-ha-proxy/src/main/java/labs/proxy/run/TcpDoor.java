package labs.proxy.run;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import labs.proxy.backend.Dialer;
import labs.proxy.backend.Peer;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Frontend;
import labs.proxy.stats.Counters;
import labs.proxy.tcp.Relay;

/** A frontend in mode tcp. */
record TcpDoor(Frontend config, Counters counters, List<Choice> choices, Dialer dialer)
        implements Door {
    /** A backend, and the connections that go there. */
    record Choice(Predicate<Peer> applies, Upstream upstream) {}

    @Override
    public void enter(DuplexChannel client, Peer peer) {
        Optional<Choice> choice =
                choices.stream().filter(one -> one.applies().test(peer)).findFirst();
        if (choice.isEmpty()) {
            client.close();
            return;
        }
        Bulk.prepare(client);
        client.config().setAutoRead(false);
        var session = new TcpSession(client, peer, this, choice.get().upstream());
        client.pipeline()
                .addLast(new Meter(session::countIn, session::clientBroke))
                .addLast(new Relay());
        session.begin();
    }

    /** Ends a connection on which nothing goes either way for too long. */
    static final class Silence extends IdleStateHandler {
        private final Runnable over;

        // What is written counts as it leaves, not when all of it has left.
        Silence(Duration limit, Runnable over) {
            super(true, 0, 0, limit.toMillis(), TimeUnit.MILLISECONDS);
            this.over = over;
        }

        @Override
        protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
            over.run();
        }
    }
}
