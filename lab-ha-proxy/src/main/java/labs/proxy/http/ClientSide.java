package labs.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import labs.proxy.backend.Peer;
import labs.proxy.backend.Wish;
import labs.proxy.overload.Deadline;
import labs.proxy.stats.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection: reads requests one after the other, and has an {@link Exchange} see to
 * each. The next request is not looked at before the answer to this one is out; what a client sends
 * ahead waits, up to a limit, and behind that in its own socket.
 *
 * <pre>
 *            ┌──────────────── the answer is out, and the connection goes on ───────────────┐
 *            ▼                                                                              │
 *   reading a head ─▶ rules, backend ─▶ Exchange: the body goes by as there is room ────────┤
 *        │ bad, late       │ an answer of our own ──────────────────────────────────────────┤
 *        ▼                 ▼                                                                ▼
 *   400, 408 ──────────────────────────────▶ closing: all that still comes is thrown away ─▶ closed
 * </pre>
 */
public final class ClientSide extends ChannelInboundHandlerAdapter {
    /** An event: the proxy stops, and a connection on which nothing is under way may go now. */
    public static final Object STOPPING = new Object();

    static final Logger LOG = LoggerFactory.getLogger(ClientSide.class);

    private final HttpEngine engine;
    private final Peer peer;
    private final ClientInput input = new ClientInput(this);
    private final ClientRequests requests;
    private final OwnAnswers answers;
    private Channel channel;
    private Deadline deadline;
    private Exchange exchange; // null between requests
    private boolean ended; // whether the client has said all
    private long backlog; // how much a slow client had to take when it was looked at last
    private boolean closing;
    private Answer kept; // for a client that waits for it; null for none

    /**
     * @param frontends gives what the configuration says now: it is asked for each request
     */
    public ClientSide(Supplier<HttpFrontend> frontends, HttpEngine engine, Peer peer) {
        this.engine = engine;
        this.peer = peer;
        this.requests = new ClientRequests(frontends, engine, peer);
        this.answers = new OwnAnswers(this, requests, engine);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        deadline = new Deadline(channel.eventLoop(), this::tooLate);
        deadline.set(frontend().requestTimeout());
        if (!requests.mayStay()) {
            counters().denied.increment();
            reset();
        }
    }

    private HttpFrontend frontend() {
        return requests.frontend();
    }

    Channel channel() {
        return channel;
    }

    Deadline deadline() {
        return deadline;
    }

    /** The one under way; null between requests. */
    Exchange exchange() {
        return exchange;
    }

    ClientRequests requests() {
        return requests;
    }

    /** Whether the client has said all. */
    boolean hasEnded() {
        return ended;
    }

    boolean isClosing() {
        return closing;
    }

    /** As much of the request's body as is there and as the server has room for. */
    void passBody() {
        if (!input.isEmpty() && exchange != null) {
            input.process();
        }
    }

    /** Stops reading where nothing more can be taken, and goes on when it can. */
    void readAsNeeded() {
        input.readAsNeeded();
    }

    Peer peer() {
        return peer;
    }

    Counters counters() {
        return frontend().counters();
    }

    Duration clientTimeout() {
        return frontend().clientTimeout();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (closing) {
            bytes.release();
            return;
        }
        counters().bytesIn.add(bytes.readableBytes());
        input.add(bytes, channel.alloc());
        input.process();
    }

    // What came before the client's end is worth as much as without that end: whole requests are
    // answered, and only one that is cut in two is not.
    void afterTheEnd() {
        boolean all = input.isEmpty();
        if (exchange == null && all) {
            close();
        } else if (exchange == null) {
            bad("the client ended in the middle of a head");
        } else if (exchange.isTunnel() && all) {
            exchange.clientEnded();
        } else if (all && exchange.endsWithItsClient()) {
            giveUp("CH");
        } else if (!exchange.isTunnel() && !exchange.requestBody().isDone() && all) {
            // What the server has of it is no request, and the client wants no answer.
            giveUp("CD");
        }
    }

    private void giveUp(String letters) {
        requests.state(letters);
        exchange.clientIsGone();
        exchange = null;
        requests.written();
        close();
    }

    // A rule that fails, on whatever it finds in a request, fails that request and no other.
    void begin(Head head) throws BadMessage {
        try {
            decide(head);
        } catch (RuntimeException e) {
            LOG.error("{}: a rule failed for '{}'", peer.source(), head.target(), e);
            if (exchange != null) {
                exchange.abandon();
                exchange = null;
            }
            counters().answered(500);
            channel.writeAndFlush(
                    Answer.error(500).bytes(channel.alloc(), false, false), channel.voidPromise());
            requests.written();
            close();
        }
    }

    private void decide(Head head) throws BadMessage {
        requests.renew();
        Body body = Framing.ofRequest(head);
        if (HopByHop.lacksKey(head)) {
            throw new BadMessage("an upgrade to WebSocket without a key");
        }
        Optional<Answer> own = requests.take(head);
        if (own.isPresent() && own.get().late()) {
            keepWaiting(own.get());
        } else if (own.isPresent()) {
            answers.answer(own.get(), body.isDone());
        } else if (requests.backend() == null) {
            requests.state("SC");
            answers.answer(Answer.page(requests.seen(), 503), body.isDone());
        } else {
            forward(body);
        }
    }

    private void forward(Body body) {
        Wish wish = requests.wish();
        exchange = new Exchange(this, engine, requests, body);
        if (!body.isDone()) {
            deadline.set(clientTimeout());
        }
        exchange.start(wish);
    }

    /** An answer of our own, where none could be had of a server. */
    void answerInstead(Answer answer, boolean bodyIsDone) {
        exchange = null;
        answers.answerInstead(answer, bodyIsDone);
    }

    // It is told no sooner than that, and whatever else it says is thrown away meanwhile.
    private void keepWaiting(Answer answer) {
        kept = answer;
        closing = true;
        deadline.set(requests.tarpit().orElse(Duration.ZERO));
    }

    void bad(String why) {
        LOG.info("{}: {}", peer.source(), why);
        counters().badRequests.increment();
        if (exchange != null) {
            // In the middle of a body: what was passed on already is not a whole request.
            exchange.abandon();
            exchange = null;
        }
        answers.badRequest(400, "PR");
    }

    private void tooLate() {
        if (kept != null) {
            Answer late = kept;
            kept = null;
            answers.send(late, false);
        } else if (exchange != null && !channel.isWritable()) {
            if (channel.bytesBeforeWritable() < backlog) {
                waitForClient(); // slow, but not silent
            } else {
                cutOff();
            }
        } else if (exchange != null && !exchange.hasRoomForBody()) {
            deadline.set(frontend().clientTimeout()); // it is not the client that we wait for
        } else if (closing || (!requests.isFirst() && !input.isUnderWay() && exchange == null)) {
            channel.close();
        } else {
            counters().badRequests.increment();
            String letters = exchange == null ? "cR" : "cD";
            if (exchange != null) {
                exchange.clientIsGone();
                exchange = null;
            }
            answers.badRequest(408, letters);
        }
    }

    /** The server speaks another protocol now. */
    void tunnelBegins() {
        deadline.clear();
        channel.eventLoop().execute(input::process);
    }

    /** The client may go on with its request: whether it does is its own affair from now on. */
    void expectBody() {
        if (exchange != null && !exchange.requestBody().isDone() && !exchange.isTunnel()) {
            deadline.set(frontend().clientTimeout());
        }
    }

    void flushAnswer() {
        channel.flush();
    }

    /** The answer is out. */
    void answerEnds(boolean goesOn) {
        channel.flush();
        exchange = null;
        requests.written();
        if (!goesOn) {
            close();
            return;
        }
        deadline.set(frontend().keepAliveTimeout());
        if (!input.isEmpty() || ended) {
            input.process();
            if (exchange != null) {
                exchange.flushRequest(); // no read of the client's ends here, which would do it
            }
        } else {
            input.readAsNeeded();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.flushRequest();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (exchange == null) {
            return;
        }
        if (channel.isWritable()) {
            deadline.clear();
            exchange.roomForAnswer();
        } else {
            waitForClient();
            exchange.clientIsSlow();
        }
    }

    private void waitForClient() {
        backlog = channel.bytesBeforeWritable();
        deadline.set(frontend().clientTimeout());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == STOPPING && exchange == null && input.isEmpty() && !requests.isFirst()) {
            channel.close();
        }
        if (event == ChannelInputShutdownEvent.INSTANCE && !ended) {
            ended = true;
            if (closing) {
                channel.close();
            } else {
                input.process();
            }
        }
        context.fireUserEventTriggered(event);
    }

    /** Writes what is still to be written, and closes behind it. */
    void close() {
        closing = true;
        deadline.set(frontend().clientEndTimeout());
        channel.config().setAutoRead(!ended);
        boolean secure = channel.pipeline().get(SslHandler.class) != null;
        if (secure || ended || !(channel instanceof DuplexChannel duplex)) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        // To close with bytes unread would reset the connection, and the answer may be lost by
        // that: shut one direction, and read the other to its end.
        duplex.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> duplex.shutdownOutput());
    }

    /** Ends in the middle of an answer, in a way that cannot be taken for its end. */
    void cutOff() {
        if (exchange != null) {
            exchange.clientIsGone();
            exchange = null;
        }
        requests.written();
        reset();
    }

    /** Ends without a word. */
    void reset() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("{}: {}", peer.source(), cause.toString());
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        deadline.close();
        if (exchange != null) {
            requests.state("CD");
            exchange.clientIsGone();
            exchange = null;
            requests.written();
        } else if (kept != null) {
            requests.written();
        }
        input.release();
    }
}
