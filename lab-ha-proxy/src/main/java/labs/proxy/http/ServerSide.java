package labs.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.time.Duration;
import labs.proxy.backend.Member;
import labs.proxy.overload.Deadline;

/**
 * A connection to a server: reads answers, and gives their parts to the exchange that it is used
 * for. Between exchanges it waits, and a server that then says anything or closes is done with.
 */
final class ServerSide extends ChannelInboundHandlerAdapter {
    static final IdleConnections.Kind<ServerSide> KIND =
            new IdleConnections.Kind<>() {
                @Override
                public boolean isOpen(ServerSide connection) {
                    return connection.channel.isActive() && connection.held == null;
                }

                @Override
                public void close(ServerSide connection) {
                    connection.channel.close();
                }
            };

    private final Member member;
    private final HttpEngine engine;
    private final HeadReader reader = HeadReader.ofResponses();
    private Channel channel;
    private Deadline deadline;
    private ByteBuf held; // what came and is not passed on yet; null for nothing
    private Exchange exchange; // null while it waits
    private Body body; // of the answer; null before its head
    private Duration patience; // with a server that takes nothing of a request; null if it does
    private long backlog; // how much it had to take when it was looked at last
    private boolean reused; // whether it has served more than the one it was opened for
    private boolean keptAlive; // whether the server will go on behind this answer

    ServerSide(Member member, HttpEngine engine) {
        this.member = member;
        this.engine = engine;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        deadline = new Deadline(channel.eventLoop(), this::tooLate);
    }

    Channel channel() {
        return channel;
    }

    /** It is used for this one from now on, until {@link #release}. */
    void begin(Exchange next) {
        exchange = next;
        body = null;
    }

    /** It serves another one, and is known to live that long. */
    void reuse() {
        reused = true;
    }

    boolean wasReused() {
        return reused;
    }

    /** An answer, or more of it, must come in this time. */
    void expect(Duration time) {
        patience = null;
        deadline.set(time);
    }

    /**
     * Some of what was written must be taken in this time, then again some, until there is room.
     */
    void expectRoom(Duration time) {
        if (patience == null) {
            patience = time;
            backlog = channel.bytesBeforeWritable();
            deadline.set(time);
        }
    }

    /** It is not this side that is waited for. */
    void expectNothing() {
        patience = null;
        deadline.clear();
    }

    private void tooLate() {
        if (exchange == null) {
            return;
        }
        if (patience != null && channel.bytesBeforeWritable() < backlog) {
            Duration again = patience;
            patience = null;
            expectRoom(again); // slow, but not silent
        } else {
            ServerFailures.silent(exchange);
        }
    }

    /** The exchange ends here: the connection waits for the next, if it can be used again. */
    void release(boolean reusable) {
        exchange = null;
        expectNothing();
        boolean again = reusable && keptAlive && held == null && channel.isActive();
        if (again && !engine.isStopping()) {
            channel.config().setAutoRead(true);
            engine.idle(channel.eventLoop()).put(member, this);
        } else {
            channel.close();
        }
    }

    /** Ends at once, whatever was under way. */
    void abort() {
        exchange = null;
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (exchange == null) {
            bytes.release();
            channel.close(); // nobody asked
            return;
        }
        held = Held.with(held, bytes, channel.alloc());
        if (body != null) {
            exchange.heardFromServer();
        }
        process();
    }

    private void process() {
        try {
            while (held != null && exchange != null && step()) {
                held = Held.orNull(held);
            }
        } catch (BadMessage bad) {
            ServerFailures.bad(exchange, bad.getMessage());
        } catch (RuntimeException e) {
            ClientSide.LOG.error("a rule failed for an answer of {}", member, e);
            if (exchange != null) {
                ServerFailures.bad(exchange, "a rule failed for it");
            }
        }
        held = Held.orNull(held);
    }

    /** Takes a head, or a part of a body; returns whether there was one. */
    private boolean step() throws BadMessage {
        if (body == null) {
            Head head = reader.read(held);
            if (head == null) {
                return false;
            }
            takeHead(head);
        } else if (body.isDone()) {
            // More than the answer: what it is cannot be known.
            keptAlive = false;
        } else {
            exchange.passAnswer(Held.take(held, body.next(held)));
        }
        if (body != null && body.isDone() && exchange != null) {
            keptAlive &= !held.isReadable();
            held = Held.orNull(held);
            exchange.answerEnds();
            return false;
        }
        return true;
    }

    private void takeHead(Head head) throws BadMessage {
        if (head.status() < 200 && head.status() != 101) {
            exchange.interim(head);
            return;
        }
        boolean switched = head.status() == 101;
        if (switched && !exchange.asksForUpgrade()) {
            // A tunnel would take what the client sends next past all rules.
            throw new BadMessage("a 101 that nobody asked for");
        }
        Body next = switched ? Body.untilClose() : Framing.ofResponse(head, exchange.method());
        keptAlive = HopByHop.keepsAlive(head) && !next.isUntilClose();
        int some = next.next(held);
        body = next;
        Exchange mine = exchange;
        mine.answerBegins(head, next, Held.take(held, some));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.flushAnswer();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (exchange != null && channel.isWritable()) {
            exchange.roomForRequest();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ended();
        }
        context.fireUserEventTriggered(event);
    }

    private void ended() {
        if (exchange != null && body != null && body.isUntilClose()) {
            keptAlive = false;
            exchange.answerEnds();
        } else {
            channel.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        keptAlive = false;
        if (exchange != null) {
            ServerFailures.lost(exchange);
        }
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        deadline.close();
        if (held != null) {
            held.release();
            held = null;
        }
        if (exchange != null) {
            ServerFailures.lost(exchange);
        } else {
            engine.idle(channel.eventLoop()).remove(member, this);
        }
    }
}
