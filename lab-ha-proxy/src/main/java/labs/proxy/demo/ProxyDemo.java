package labs.proxy.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import labs.proxy.backend.Member;
import labs.proxy.config.ConfigException;
import labs.proxy.config.ConfigReader;
import labs.proxy.run.Proxy;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Two servers die and come back under load; the clients see nothing of it. */
@Command(
        name = "tour",
        mixinStandardHelpOptions = true,
        description = {
            "Three servers behind the proxy, and twelve clients that ask without a pause. One server"
                    + " dies, then a second one; then both come back.",
            "The statistics page shows it live: open the address that is printed."
        })
public final class ProxyDemo implements Callable<Integer> {
    private static final int CLIENTS = 12;
    private static final String CONFIGURATION =
            """
            defaults
                mode http
                timeout connect 1s
                timeout client 10s
                timeout server 10s
                option redispatch
                retries 3
            frontend web
                bind 127.0.0.1:%d
                stats enable
                stats uri /stats
                stats refresh 1
                default_backend app
            backend app
                balance roundrobin
                option httpchk GET /health
                server one   127.0.0.1:%d check inter 200ms fall 2 rise 2 slowstart 3s
                server two   127.0.0.1:%d check inter 200ms fall 2 rise 2 slowstart 3s
                server three 127.0.0.1:%d check inter 200ms fall 2 rise 2
            """;

    @Option(
            names = "--seconds",
            defaultValue = "14",
            description = "How long, at least 7; ${DEFAULT-VALUE} if not said.")
    private int seconds;

    @Option(
            names = "--port",
            defaultValue = "0",
            description = "Where the proxy listens; any free port if not said.")
    private int port;

    @Option(names = "--hold", description = "Go on serving the page at the end, until Ctrl-C.")
    private boolean hold;

    private final LongAdder right = new LongAdder();
    private final LongAdder wrong = new LongAdder();
    private volatile boolean over;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ProxyDemo()).execute(arguments));
    }

    /** A server of the JDK's own, that can be stopped and started again on its port. */
    private static final class Backend {
        private final String name;
        private final ExecutorService threads =
                Executors.newFixedThreadPool(CLIENTS + 2, Backend::daemon);
        private HttpServer server;
        private int port;

        Backend(String name) throws IOException {
            this.name = name;
            start();
        }

        private static Thread daemon(Runnable work) {
            Thread thread = new Thread(work, "backend");
            thread.setDaemon(true);
            return thread;
        }

        void start() throws IOException {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
            server.createContext(
                    "/",
                    exchange -> {
                        byte[] body = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    });
            server.setExecutor(threads);
            server.start();
            port = server.getAddress().getPort();
        }

        void die() {
            server.stop(0);
        }
    }

    @Override
    public Integer call() throws IOException, ConfigException, InterruptedException {
        // The JDK's server waits for the client's acknowledgement between head and body otherwise.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Backend one = new Backend("one");
        Backend two = new Backend("two");
        Backend three = new Backend("three");
        String text = CONFIGURATION.formatted(port, one.port, two.port, three.port);
        try (Proxy proxy =
                Proxy.start(
                        ConfigReader.read("demo.cfg", text, Map.<String, String>of()::get),
                        Proxy.Options.DEFAULT)) {
            InetSocketAddress web = proxy.address("web");
            URI at = URI.create("http://127.0.0.1:" + web.getPort() + "/");
            System.out.println("The page:  " + at + "stats");
            System.out.println();
            boolean saved = run(proxy, at, List.of(one, two));
            if (hold) {
                System.out.println("The page stays until Ctrl-C.");
                new CountDownLatch(1).await();
            }
            return saved ? 0 : 1;
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return 2;
        } finally {
            over = true;
            List.of(one, two, three).forEach(Backend::die);
        }
    }

    private boolean run(Proxy proxy, URI at, List<Backend> victims)
            throws IOException, InterruptedException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS, ProxyDemo::client);
        for (int i = 0; i < CLIENTS; i++) {
            clients.execute(() -> ask(at));
        }
        System.out.println("   s  answers/s  wrong   one             two             three");
        long before = 0;
        int length = Math.max(7, seconds);
        for (int second = 1; second <= length; second++) {
            TimeUnit.SECONDS.sleep(1);
            long now = right.sum();
            System.out.printf("%4d %10d %6d%s%n", second, now - before, wrong.sum(), states(proxy));
            before = now;
            happen(second * 7 / length, (second + 1) * 7 / length, victims);
        }
        over = true;
        clients.shutdown();
        boolean ended = clients.awaitTermination(15, TimeUnit.SECONDS);
        System.out.printf(
                "%n%d answers, %d wrong or lost. Tried again: %d times, elsewhere: %d.%n",
                right.sum(),
                wrong.sum(),
                proxy.upstream("app").orElseThrow().counters().retries.sum(),
                proxy.upstream("app").orElseThrow().counters().redispatches.sum());
        return ended && wrong.sum() == 0;
    }

    private static Thread client(Runnable work) {
        Thread thread = new Thread(work, "client");
        thread.setDaemon(true);
        return thread;
    }

    /** What happens between two sevenths of the time. */
    private static void happen(int from, int to, List<Backend> victims) throws IOException {
        for (int part = from + 1; part <= to; part++) {
            switch (part) {
                case 1 -> die(victims.get(0));
                case 2 -> die(victims.get(1));
                case 4 -> comeBack(victims.get(0));
                case 5 -> comeBack(victims.get(1));
                default -> {}
            }
        }
    }

    private static void die(Backend backend) {
        System.out.println("                        ── " + backend.name + " dies");
        backend.die();
    }

    private static void comeBack(Backend backend) throws IOException {
        System.out.println("                        ── " + backend.name + " comes back");
        backend.start();
    }

    private static String states(Proxy proxy) {
        var states = new ArrayList<String>();
        for (Member member : proxy.upstream("app").orElseThrow().members()) {
            String state = member.standing().state().name().toLowerCase().replace('_', ' ');
            states.add(
                    "  %-6s%8d"
                            .formatted(
                                    state.length() > 6 ? "turns" : state,
                                    member.counters().sessions.sum()));
        }
        return String.join("", states);
    }

    private void ask(URI at) {
        HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(5))
                        .build();
        HttpRequest request = HttpRequest.newBuilder(at).timeout(Duration.ofSeconds(10)).build();
        while (!over) {
            try {
                HttpResponse<String> answer =
                        client.send(request, HttpResponse.BodyHandlers.ofString());
                (answer.statusCode() == 200 ? right : wrong).increment();
            } catch (IOException lost) {
                wrong.increment();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
