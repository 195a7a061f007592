package labs.proxy.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A client that sends what it is told to, byte for byte. */
public final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public static Wire to(InetSocketAddress address) throws IOException {
        var socket = new Socket();
        socket.connect(address, PATIENCE_MILLIS);
        return new Wire(socket);
    }

    /** Over a socket that is connected already, such as one in TLS. */
    public static Wire over(Socket socket) throws IOException {
        return new Wire(socket);
    }

    public Wire send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** A request without a body. */
    public Wire get(String target, String... fields) throws IOException {
        var request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: test\r\n");
        for (String field : fields) {
            request.append(field).append("\r\n");
        }
        return send(request + "\r\n");
    }

    public Message answer() throws IOException {
        return Message.response(in, false);
    }

    /** The answer to HEAD. */
    public Message answerToHead() throws IOException {
        return Message.response(in, true);
    }

    /** All until the end of the connection. */
    public String rest() throws IOException {
        return new String(in.readAllBytes(), ISO_8859_1);
    }

    /** Whether the other side has ended the connection, in whatever way. */
    public boolean isEnded() {
        try {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** As {@link #answer} for one request of its own. */
    public static Message ask(InetSocketAddress address, String target, String... fields)
            throws IOException {
        try (Wire wire = to(address)) {
            return wire.get(target, fields).answer();
        }
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
