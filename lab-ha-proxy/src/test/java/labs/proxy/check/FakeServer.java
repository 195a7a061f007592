package labs.proxy.check;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers every connection with the same text, after it has read a request; then keeps it open. */
final class FakeServer implements AutoCloseable {
    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String answer;
    private volatile boolean atOnce;

    FakeServer(String answer) throws IOException {
        this.answer = answer;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var thread = new Thread(this::serve, "fake-server");
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** What it was asked, without the blank line at the end. */
    List<String> requests() {
        return requests;
    }

    /** From now on it does not wait for a request. */
    void answerAtOnce() {
        atOnce = true;
    }

    /** Null for closing without an answer. */
    void answer(String answer) {
        this.answer = answer;
    }

    /** Whether who came first closes within a few seconds. */
    boolean isLeft() throws IOException {
        Socket first = sockets.get(0);
        first.setSoTimeout(5_000);
        try {
            return first.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                answer(socket);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void answer(Socket socket) {
        try {
            if (!atOnce) {
                requests.add(request(socket));
            }
            if (answer == null) {
                socket.close();
                return;
            }
            socket.getOutputStream().write(answer.getBytes(US_ASCII));
        } catch (IOException e) {
            // Who checks may have gone.
        }
    }

    private static String request(Socket socket) throws IOException {
        var request = new StringBuilder();
        while (!request.toString().endsWith("\r\n\r\n")) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                return request.toString();
            }
            request.append((char) b);
        }
        return request.toString().strip();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
