package labs.zookeeper.zab.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Serves the clients of one node: on each connection one request, its reply, the next request.
 * Thread-safe.
 */
final class ClientPort implements AutoCloseable {
    private static final int REQUEST_LIMIT = 64;
    private final Function<ClientRequest, CompletableFuture<ClientReply>> node;
    private final EventLoop loop;
    private final Acceptor acceptor;

    /**
     * A server that does not listen yet.
     *
     * @param node answers; asked on the loop only
     */
    ClientPort(
            int self,
            InetSocketAddress at,
            EventLoop loop,
            Function<ClientRequest, CompletableFuture<ClientReply>> node,
            Consumer<String> log) {
        this.node = node;
        this.loop = loop;
        this.acceptor = new Acceptor("zab-clients-of-" + self, at, this::serve, log);
    }

    int port() {
        return acceptor.port();
    }

    /** See {@link Acceptor#start}. */
    void start() {
        acceptor.start();
    }

    private void serve(Socket socket) throws IOException, InterruptedException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        Optional<byte[]> frame = Frames.read(in, REQUEST_LIMIT);
        while (frame.isPresent()) {
            ClientReply reply = ask(ClientRequest.decode(frame.get()));
            Frames.write(socket.getOutputStream(), reply.encode());
            frame = Frames.read(in, REQUEST_LIMIT);
        }
    }

    /** Waits: a node always answers, if only that it does not know. */
    private ClientReply ask(ClientRequest request) throws IOException, InterruptedException {
        var answer = new CompletableFuture<ClientReply>();
        loop.execute(() -> node.apply(request).thenAccept(answer::complete));
        try {
            return answer.get();
        } catch (ExecutionException impossible) {
            throw new IOException(impossible);
        }
    }

    @Override
    public void close() {
        acceptor.close();
    }
}
