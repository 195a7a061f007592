package labs.zookeeper.zab.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import labs.zookeeper.zab.NotPrimaryException;
import labs.zookeeper.zab.OutcomeUnknownException;
import labs.zookeeper.zab.net.ClientReply.NotPrimary;
import labs.zookeeper.zab.net.ClientReply.Sum;

/**
 * A client of the counter: it finds the primary, and tells three things apart: done; certainly not
 * done; nobody knows. It asks again only after the second. Confined to one thread.
 */
public final class CounterClient implements AutoCloseable {
    private static final int REPLY_LIMIT = 1_024;
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(20);

    private static final int LEAST_FOR_AN_ANSWER_MS = 2_000;

    private final List<InetSocketAddress> servers;
    private final Duration patience;
    private int next; // whom to ask when nobody says who is the primary
    private InetSocketAddress connected;
    private Socket socket; // null while there is no connection

    /**
     * A client that is not connected yet.
     *
     * @param servers where the nodes serve clients
     * @param patience for one call, redirections and reconnects included; but a request that was
     *     sent is given two seconds for its answer, since giving it up means not to know
     */
    public CounterClient(List<InetSocketAddress> servers, Duration patience) {
        this.servers = List.copyOf(servers);
        this.patience = patience;
    }

    /**
     * Adds to the counter; 0 reads it. Linearizable.
     *
     * @return the sum after
     * @throws NotPrimaryException if no primary was found in time: nothing was done
     * @throws OutcomeUnknownException if the request was sent and no answer came: it may be done,
     *     now or later, or never
     */
    public long add(long summand) {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<InetSocketAddress> hint = Optional.empty();
        while (System.nanoTime() - deadline < 0) {
            if (connects(hint, deadline)) {
                ClientReply reply = ask(new ClientRequest.Add(summand), deadline);
                if (reply instanceof Sum sum) {
                    return sum.value();
                }
                hint = primary(reply);
            } else {
                hint = Optional.empty();
            }
            disconnect();
            if (hint.isEmpty()) {
                LockSupport.parkNanos(BETWEEN_ROUNDS.toNanos()); // between elections there is none
            }
        }
        throw new NotPrimaryException("no primary within " + patience);
    }

    private static Optional<InetSocketAddress> primary(ClientReply reply) {
        if (reply instanceof NotPrimary elsewhere) {
            return Optional.of(elsewhere.address())
                    .filter(address -> !address.isEmpty())
                    .map(CounterClient::parse);
        }
        throw new OutcomeUnknownException("the node stopped being the primary: " + reply);
    }

    static InetSocketAddress parse(String address) {
        int colon = address.lastIndexOf(':');
        return new InetSocketAddress(
                address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    /**
     * What that node was delivered, which may be old.
     *
     * @throws IOException if it does not answer
     */
    static ClientReply.Local peek(InetSocketAddress server, Duration patience) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server, (int) patience.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            Frames.write(socket.getOutputStream(), new ClientRequest.Peek().encode());
            return (ClientReply.Local) reply(socket);
        }
    }

    private boolean connects(Optional<InetSocketAddress> hint, long deadline) {
        if (socket != null) {
            return true;
        }
        connected = hint.orElseGet(() -> servers.get(next++ % servers.size()));
        socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(connected, millisUntil(deadline));
            return true;
        } catch (IOException nobodyThere) {
            return false;
        }
    }

    /** From the first byte on nobody can take the request back. */
    private ClientReply ask(ClientRequest request, long deadline) {
        try {
            socket.setSoTimeout(Math.max(LEAST_FOR_AN_ANSWER_MS, millisUntil(deadline)));
            Frames.write(socket.getOutputStream(), request.encode());
            return reply(socket);
        } catch (IOException broken) {
            disconnect();
            throw new OutcomeUnknownException("no answer from " + connected + ": " + broken);
        }
    }

    private static ClientReply reply(Socket socket) throws IOException {
        byte[] frame =
                Frames.read(socket.getInputStream(), REPLY_LIMIT)
                        .orElseThrow(() -> new IOException("closed by the node"));
        return ClientReply.decode(frame);
    }

    private static int millisUntil(long deadline) {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    }

    private void disconnect() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            socket = null;
        }
    }

    @Override
    public void close() {
        disconnect();
    }
}
