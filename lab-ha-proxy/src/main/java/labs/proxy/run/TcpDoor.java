package labs.proxy.run;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import labs.proxy.backend.Dialer;
import labs.proxy.backend.Peer;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Frontend;
import labs.proxy.http.RequestLog;
import labs.proxy.http.TcpInspection;
import labs.proxy.stats.Counters;
import labs.proxy.tcp.Relay;

/** A frontend in mode tcp. */
record TcpDoor(
        Frontend config,
        Counters counters,
        List<Choice> choices,
        Dialer dialer,
        TcpInspection inspection,
        Optional<RequestLog> log)
        implements Door {
    /** A backend, and the connections that go there. */
    record Choice(BiPredicate<Peer, String> applies, Upstream upstream, TcpInspection inspection) {}

    @Override
    public void enter(DuplexChannel client, Peer peer) {
        if (!inspection.mayEnter(peer)) {
            refuse(client);
        } else if (inspection.isOfContent()) {
            client.pipeline().addLast(new FirstBytes(this, peer));
        } else {
            pass(client, peer, "");
        }
    }

    /** Turns it away. */
    void refuse(DuplexChannel client) {
        counters.denied.increment();
        client.config().setOption(ChannelOption.SO_LINGER, 0);
        client.close();
    }

    /**
     * Goes on to a server.
     *
     * @param bytes the first ones, where somebody waited for them
     */
    void pass(DuplexChannel client, Peer peer, String bytes) {
        Optional<Choice> choice =
                choices.stream().filter(one -> one.applies().test(peer, bytes)).findFirst();
        if (choice.isEmpty()) {
            client.close();
            return;
        }
        if (choice.get().inspection().refuses(peer, bytes)) {
            refuse(client);
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

    /**
     * Once this side has said all, the other one has another limit: {@code timeout client-fin} and
     * {@code timeout server-fin}.
     */
    static final class HalfClosed extends ChannelInboundHandlerAdapter {
        private final DuplexChannel other;
        private final Supplier<Silence> limit;

        HalfClosed(DuplexChannel other, Supplier<Silence> limit) {
            this.other = other;
            this.limit = limit;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ChannelInputShutdownEvent.INSTANCE && other.isActive()) {
                if (other.pipeline().get(Silence.class) != null) {
                    other.pipeline().remove(Silence.class);
                }
                other.pipeline().addFirst(limit.get());
                context.pipeline().remove(this);
            }
            context.fireUserEventTriggered(event);
        }
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
