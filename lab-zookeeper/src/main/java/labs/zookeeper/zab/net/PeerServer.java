package labs.zookeeper.zab.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import labs.zookeeper.zab.ZabMessage;

/**
 * Where the links of the other nodes end: takes their messages out of the frames and hands them to
 * the node. A connection that sends anything else is closed, and nobody else notices. Thread-safe.
 */
final class PeerServer implements AutoCloseable {
    /** The most bytes of a message: room for the log of 170,000 transactions. */
    static final int FRAME_LIMIT = 4 << 20;

    private static final Duration HELLO_WITHIN = Duration.ofSeconds(5);

    /** Who gets the messages; called by many threads, for each peer in order. */
    interface Inbox {
        void receive(int from, ZabMessage message) throws InterruptedException;
    }

    private final int self;
    private final List<Sender> senders;
    private final Acceptor acceptor;

    /**
     * A server that does not listen yet.
     *
     * @param nodes how many the cluster has
     * @param log is told why a connection was closed
     */
    PeerServer(int self, int nodes, InetSocketAddress at, Inbox inbox, Consumer<String> log) {
        this.self = self;
        this.senders = IntStream.range(0, nodes).mapToObj(from -> new Sender(from, inbox)).toList();
        this.acceptor = new Acceptor("zab-peers-of-" + self, at, this::serve, log);
    }

    int port() {
        return acceptor.port();
    }

    /** See {@link Acceptor#start}. */
    void start() {
        acceptor.start();
    }

    /** Serves one connection, from its hello to its end. */
    private void serve(Socket socket) throws IOException, InterruptedException {
        // BEGIN SOLUTION
        InputStream in = new BufferedInputStream(socket.getInputStream());
        socket.setSoTimeout((int) HELLO_WITHIN.toMillis());
        Optional<byte[]> first = Frames.read(in, Hello.LIMIT);
        if (first.isEmpty()) {
            return;
        }
        int from = require(Hello.decode(first.get())).from();
        socket.setSoTimeout(0); // a peer that has nothing to say is silent
        Sender sender = senders.get(from);
        sender.speaksOn(socket);
        Optional<byte[]> frame = Frames.read(in, FRAME_LIMIT);
        while (frame.isPresent()) {
            sender.said(socket, MessageCodec.decode(frame.get()));
            frame = Frames.read(in, FRAME_LIMIT);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-8: see README, part 8");
    }

    /** Refuses the hello of one who is mistaken about who we are, or is none of us. */
    private Hello require(Hello hello) throws BadFrameException {
        boolean isPeer =
                hello.from() != self
                        && IntStream.range(0, senders.size()).anyMatch(id -> id == hello.from());
        if (hello.to() != self || hello.nodes() != senders.size() || !isPeer) {
            throw new BadFrameException(
                    hello + " to node " + self + " of " + senders.size() + ": wrong addresses?");
        }
        return hello;
    }

    @Override
    public void close() {
        acceptor.close();
    }
}
