package labs.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * What a client sends, cut into heads and parts of bodies. It is kept back as long as nothing can
 * take it, up to a limit, and behind that in the client's socket. Confined to the event loop.
 */
final class ClientInput {
    private static final int AHEAD = 64 * 1024;

    private final ClientSide client;
    private final HeadReader reader = HeadReader.ofRequests();
    private ByteBuf held; // what came and is not looked at yet; null for nothing
    private boolean processing;

    ClientInput(ClientSide client) {
        this.client = client;
    }

    /** Takes it over. */
    void add(ByteBuf bytes, ByteBufAllocator allocator) {
        held = Held.with(held, bytes, allocator);
    }

    boolean isEmpty() {
        return held == null;
    }

    /** Whether a part of a head has come, and not all of it. */
    boolean isUnderWay() {
        return reader.isUnderWay();
    }

    void release() {
        if (held != null) {
            held.release();
            held = null;
        }
    }

    /**
     * Goes as far as it can. Not entered a second time by an answer that is there at once: the loop
     * goes on with the next request.
     */
    void process() {
        if (processing) {
            return;
        }
        processing = true;
        try {
            while (held != null && !client.isClosing() && step()) {
                held = Held.orNull(held);
            }
        } catch (BadMessage bad) {
            client.bad(bad.getMessage());
        } finally {
            processing = false;
        }
        held = Held.orNull(held);
        if (client.hasEnded() && !client.isClosing()) {
            client.afterTheEnd();
        }
        readAsNeeded();
    }

    /** Takes a head or a part of a body; returns whether there was one that could be taken. */
    private boolean step() throws BadMessage {
        if (client.exchange() != null) {
            return takeBody(client.exchange());
        }
        boolean wasIdle = !reader.isUnderWay();
        Head head = reader.read(held);
        if (head != null) {
            client.deadline().clear();
            client.begin(head);
            return true;
        }
        if (wasIdle && !client.requests().isFirst()) {
            client.deadline().set(client.requests().frontend().requestTimeout());
        }
        return false;
    }

    private boolean takeBody(Exchange exchange) throws BadMessage {
        if (exchange.requestBody().isDone()) {
            return false;
        }
        if (!exchange.hasRoomForBody()) {
            exchange.serverIsSlow();
            return false;
        }
        int some = exchange.requestBody().next(held);
        exchange.passRequest(Held.take(held, some));
        if (exchange.isTunnel()) {
            exchange.heardFromServer(); // both may be silent only together
        } else if (exchange.requestBody().isDone()) {
            client.deadline().clear();
        } else {
            client.deadline().set(client.clientTimeout());
        }
        return true;
    }

    /** Stops reading where nothing more can be taken, and goes on when it can. */
    void readAsNeeded() {
        Exchange exchange = client.exchange();
        boolean full = held != null && held.readableBytes() >= AHEAD;
        boolean stalled =
                exchange != null
                        && !exchange.requestBody().isDone()
                        && held != null
                        && !client.isClosing();
        boolean read = !client.hasEnded() && !full && !(stalled && !exchange.hasRoomForBody());
        if (client.channel().config().isAutoRead() != read) {
            client.channel().config().setAutoRead(read);
        }
    }
}
