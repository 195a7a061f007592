package labs.proxy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import labs.kit.LabTest;
import labs.kit.Seed;
import labs.proxy.config.Configuration;
import labs.proxy.testing.Message;
import labs.proxy.testing.Origin;
import labs.proxy.testing.Running;
import labs.proxy.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two hundred clients that ask one thing after the other, while servers are killed and come back,
 * hang, and reset connections, and the configuration is read anew. Each answer says which request
 * it is for. Eight seconds, or as many as {@code -Dlab.faults.seconds=30} says.
 */
@Timeout(600)
@LabTest
final class SteadyLoadTest {
    private static final int CLIENTS = 200;
    private static final int SECONDS = Integer.getInteger("lab.faults.seconds", 8);
    private static final int RELOADS = 10;
    private static final String TEXT =
            """
            defaults
                mode http
                timeout connect 2s
                timeout client 60s
                timeout server 3s
                option redispatch
                retries 5
            frontend web
                bind 127.0.0.1:0
                default_backend app
            backend app
                balance %s
                server a 127.0.0.1:%d check inter 100ms fall 2 rise 2
                server b 127.0.0.1:%d check inter 100ms fall 2 rise 2
                server c 127.0.0.1:%d check inter 100ms fall 2 rise 2
                server d 127.0.0.1:%d check inter 100ms fall 2 rise 2
                server e 127.0.0.1:%d
            """;

    @RegisterExtension final Running running = new Running();

    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger right = new AtomicInteger();
    private final AtomicInteger unsafe = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    private static Origin.Script echo(AtomicInteger turn) {
        return (request, connection) -> {
            int count = turn.incrementAndGet();
            if (count % 500 == 250) {
                Origin.reset(connection); // in the middle of a request
                return false;
            }
            String text = request.target() + request.text();
            Origin.write(
                    connection,
                    "HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
            return count % 97 != 0; // and sometimes ends, and has not said so
        };
    }

    @Test
    void shouldLoseNothingThatCanBeSaved(@Seed long seed) throws Exception {
        var turn = new AtomicInteger();
        List<Origin> origins = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            origins.add(running.origin(echo(turn)));
        }
        Proxy proxy = running.proxy(TEXT, arguments("roundrobin", origins));
        InetSocketAddress web = proxy.address("web");
        CountDownLatch done = new CountDownLatch(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            Thread client = new Thread(() -> ask(web, number, done), "client-" + i);
            client.setDaemon(true);
            client.start();
        }
        trouble(proxy, origins, new Random(seed));
        over.set(true);
        assertThat(done.await(60, TimeUnit.SECONDS))
                .as("%d clients still wait for an answer", done.getCount())
                .isTrue();
        assertThat(wrong)
                .as("answers that are wrong, or lost though the protocol lets them be saved")
                .isEmpty();
        assertThat(right.get()).as("right answers").isGreaterThan(1000);
        System.out.printf(
                "%d right answers in %d s; %d POSTs of which nobody knows%n",
                right.get(), SECONDS, unsafe.get());
    }

    private static Object[] arguments(String balance, List<Origin> origins) {
        var all = new ArrayList<Object>();
        all.add(balance);
        origins.forEach(origin -> all.add(origin.port()));
        return all.toArray();
    }

    /** One server is always left alone: a request that all refuse cannot be saved. */
    private void trouble(Proxy proxy, List<Origin> origins, Random random) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        long each = Duration.ofSeconds(SECONDS).toNanos() / RELOADS;
        for (int i = 0; i < RELOADS; i++) {
            Origin victim = origins.get(random.nextInt(4));
            victim.kill();
            String balance = List.of("roundrobin", "leastconn", "random").get(random.nextInt(3));
            Configuration next = Running.configuration(TEXT, arguments(balance, origins));
            proxy.reload(next);
            long pause = Math.min(each / 2, end - System.nanoTime());
            java.util.concurrent.locks.LockSupport.parkNanos(Math.max(0, pause));
            victim.start();
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Math.max(0, Math.min(each / 2, end - System.nanoTime())));
        }
    }

    private void ask(InetSocketAddress web, int client, CountDownLatch done) {
        int i = 0;
        Wire wire = null;
        try {
            while (!over.get()) {
                wire = wire == null ? Wire.to(web) : wire;
                wire = one(wire, client, i++);
            }
        } catch (IOException | RuntimeException e) {
            wrong.add("client " + client + ", request " + i + ": " + e);
        } finally {
            close(wire);
            done.countDown();
        }
    }

    private Wire one(Wire wire, int client, int i) throws IOException {
        String target = "/" + client + "/" + i;
        boolean post = i % 10 == 9;
        String body = post ? "+" + client : "";
        wire.send(
                "%s %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(post ? "POST" : "GET", target, body.length(), body));
        Message answer = wire.answer();
        if (answer.status() == 200 && answer.text().equals(target + body)) {
            right.incrementAndGet();
        } else if (post && answer.status() == 502) {
            unsafe.incrementAndGet(); // a server may have done it: only the client may ask again
        } else {
            wrong.add(target + " got " + answer.first() + " " + answer.text());
        }
        if (answer.value("connection").equals("close")) {
            wire.close();
            return Wire.to((InetSocketAddress) wire.socket().getRemoteSocketAddress());
        }
        return wire;
    }

    private static void close(Wire wire) {
        try {
            if (wire != null) {
                wire.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
