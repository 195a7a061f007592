package labs.rpc.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers each request with bytes that a test wrote, however wrong they are. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Script script;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger hangUps = new AtomicInteger();
    private volatile String head = ""; // of the latest request
    private volatile String body = ""; // of the latest request

    /** What the server does when it has read a request. */
    @FunctionalInterface
    interface Script {
        void answer(Socket client) throws IOException;
    }

    ScriptedServer(Script script) {
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.script = script;
        start(this::accept, "scripted-accept");
    }

    /** Answers all requests with this text. */
    static ScriptedServer answering(String response) {
        return new ScriptedServer(client -> send(client, response));
    }

    /** A response with this status line and body. */
    static String response(String status, String headers, String body) {
        return "HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s"
                .formatted(status, headers, body.getBytes(UTF_8).length, body);
    }

    /** The body of a response that says 1. */
    static String one() {
        return "<methodResponse><params><param><value><int>1</int></value></param></params>"
                + "</methodResponse>";
    }

    static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(UTF_8));
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    int requests() {
        return requests.get();
    }

    /** The head of the latest request, in lower case. */
    String head() {
        return head;
    }

    /** The body of the latest request. */
    String body() {
        return body;
    }

    /** Connections that clients closed. */
    int hangUps() {
        return hangUps.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                connections.incrementAndGet();
                sockets.add(client);
                start(() -> serve(client), "scripted-connection");
            } catch (IOException e) {
                // closed: the condition of the loop sees it
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
            while (readRequest(in)) {
                requests.incrementAndGet();
                script.answer(client);
            }
            hangUps.incrementAndGet();
        } catch (IOException e) {
            hangUps.incrementAndGet(); // the client reset the connection
        }
    }

    private boolean readRequest(BufferedReader in) throws IOException {
        int length = 0;
        StringBuilder lines = new StringBuilder();
        for (String line = in.readLine(); line == null || !line.isEmpty(); line = in.readLine()) {
            if (line == null) {
                return false;
            }
            lines.append(line.toLowerCase(java.util.Locale.ROOT)).append('\n');
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
            }
        }
        char[] document = new char[length]; // as many as bytes, since tests send ASCII
        int read = 0;
        for (int n = 0; n >= 0 && read < length; n = in.read(document, read, length - read)) {
            read += n;
        }
        head = lines.toString();
        body = new String(document, 0, read);
        return read == length;
    }

    private static void start(Runnable work, String name) {
        new Thread(work, name).start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
