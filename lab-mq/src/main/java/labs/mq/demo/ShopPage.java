package labs.mq.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import labs.mq.shop.run.Progress;

/** The shop as a page, which asks for the figures once a second. Thread-safe. Close it. */
final class ShopPage implements AutoCloseable {
    private static final int EVENTS = 12;

    private final HttpServer server;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    task -> {
                        var worker = new Thread(task, "shop-page");
                        worker.setDaemon(true);
                        return worker;
                    });
    private final byte[] page = resource();
    private final Deque<String> events = new ArrayDeque<>(); // guarded by this
    private List<String> audit = List.of(); // guarded by this
    private Progress last; // guarded by this; null before the first

    private ShopPage(HttpServer server) {
        this.server = server;
    }

    /**
     * Serves the page on this machine.
     *
     * @throws IOException if the port is taken; the message says which
     */
    static ShopPage open(int port) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            var opened = new ShopPage(HttpServer.create(address, 0));
            opened.start();
            return opened;
        } catch (BindException e) {
            throw new IOException("port " + port + " is taken; --page 0 takes a free one", e);
        }
    }

    private void start() {
        server.setExecutor(thread);
        server.createContext("/state", exchange -> answer(exchange, "application/json", state()));
        server.createContext("/", exchange -> answer(exchange, "text/html", page));
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    synchronized void progress(Progress now) {
        last = now;
    }

    synchronized void event(String what) {
        events.addFirst(what);
        if (events.size() > EVENTS) {
            events.removeLast();
        }
    }

    synchronized void end(List<String> lines) {
        audit = List.copyOf(lines);
    }

    private synchronized byte[] state() {
        String figures = last == null ? "null" : figures(last);
        return "{\"figures\": %s, \"events\": %s, \"audit\": %s}"
                .formatted(figures, array(List.copyOf(events)), array(audit))
                .getBytes(UTF_8);
    }

    private static String figures(Progress now) {
        return String.format(
                Locale.ROOT,
                """
                {"seconds": %.1f, "orders": %d, "ended": %d, "sent": %d, "repeated": %d,
                 "delivered": %d, "refunded": %d, "unpaid": %d, "notices": %d, "perSecond": %.0f,
                 "lag": {"payments": %d, "stock": %d, "notices": %d, "revenue": %d},
                 "accounts": %d, "onTheWay": %d, "revenue": %d, "counted": %d, "stock": %d,
                 "killed": %d}
                """,
                now.seconds(),
                now.orders(),
                now.ended(),
                now.sent(),
                now.repeated(),
                now.delivered(),
                now.refunded(),
                now.unpaid(),
                now.notices(),
                now.perSecond(),
                now.lag().payments(),
                now.lag().stock(),
                now.lag().notices(),
                now.lag().revenue(),
                now.accounts(),
                now.onTheWay(),
                now.revenue(),
                now.counted(),
                now.stock(),
                now.killed());
    }

    private static String array(List<String> texts) {
        return texts.stream()
                .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static byte[] resource() {
        try (InputStream in = ShopPage.class.getResourceAsStream("shop.html")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the page is missing", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }
}
