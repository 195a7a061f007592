package labs.rpc.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import labs.rpc.message.MessageCodec;
import labs.rpc.message.MethodCall;
import labs.rpc.message.MethodResponse;

/** A client that does exactly what a test says, byte by byte, however wrong it is. */
final class RawHttp implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    RawHttp(XmlRpcServer server) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(
                10_000); // a server that does not answer fails the test, and does not hang it
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    record Response(int status, Map<String, String> headers, byte[] body) {
        MethodResponse decoded() {
            return MessageCodec.decodeResponse(body);
        }

        Object value() {
            return ((MethodResponse.Success) decoded()).value();
        }

        int faultCode() {
            return decoded() instanceof MethodResponse.Fault fault ? fault.code() : 0;
        }
    }

    /** The document of a call. */
    static String document(String method, Object... params) {
        return new String(MessageCodec.encode(new MethodCall(method, List.of(params))), UTF_8);
    }

    /** A whole request with more headers, each ended by {@code \r\n}. */
    static String post(String document, String... headers) {
        return "POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\n"
                + String.join("", headers)
                + "Content-Length: "
                + document.getBytes(UTF_8).length
                + "\r\n\r\n"
                + document;
    }

    /** Sends a call and reads the answer. */
    Response call(String method, Object... params) throws IOException {
        send(post(document(method, params)));
        return response();
    }

    void send(String text) throws IOException {
        send(text.getBytes(UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    void timeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** Reads one response with a body of known length. */
    Response response() throws IOException {
        String start = line();
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Response(Integer.parseInt(start.split(" ")[1]), headers, in.readNBytes(length));
    }

    /** Has the server closed the connection, with nothing more to read? Waits for it. */
    boolean isClosedByServer() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // a reset is a close too
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection instead of answering");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    static byte[] latin(String text) {
        return text.getBytes(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
