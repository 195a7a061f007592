package labs.rpc.server;

import static labs.rpc.server.RawHttp.document;
import static labs.rpc.server.RawHttp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import labs.rpc.dispatch.CallContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServerPoolTest {
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();

    @Test
    void shouldAnswer503WhenWorkersAndQueueAreFullAndServeAgainAfterwards() throws IOException {
        ServerOptions options = ServerOptions.defaults().with().workers(2).queue(1).build();
        List<RawHttp> clients = new ArrayList<>();
        try (XmlRpcServer server = XmlRpcServer.start(options, this::hold)) {
            for (int i = 0; i < 2; i++) {
                clients.add(new RawHttp(server));
                clients.get(i).send(post(document("hold", i)));
            }
            await().until(() -> running.get() == 2);
            clients.add(new RawHttp(server));
            clients.get(2).send(post(document("hold", 2))); // waits in the queue
            RawHttp late = new RawHttp(server);
            clients.add(late);
            // The third and the fourth race for the one place: the fourth asks until it is taken.
            await().until(() -> late.call("quick", 3).status() == 503);

            RawHttp.Response busy = late.call("quick", 3);
            assertThat(busy.status())
                    .as("a full server says so at once, and does not queue on")
                    .isEqualTo(503);
            assertThat(busy.headers()).as("when to come back").containsKey("retry-after");
            assertThat(running.get()).as("no more calls than workers run at once").isEqualTo(2);

            gate.countDown();
            for (int i = 0; i < 3; i++) {
                assertThat(clients.get(i).response().value()).as("accepted is served").isEqualTo(i);
            }
            assertThat(late.call("quick", 4).value()).as("on the same connection").isEqualTo(4);
        } finally {
            for (RawHttp client : clients) {
                client.close();
            }
        }
    }

    @Test
    void shouldNotLoseAPlaceWhenACallFails() throws IOException {
        ServerOptions options = ServerOptions.defaults().with().workers(1).queue(0).build();
        try (XmlRpcServer server = XmlRpcServer.start(options, this::hold);
                RawHttp client = new RawHttp(server)) {
            for (int i = 0; i < 5; i++) {
                await().until(() -> client.call("fail").status() == 200);
            }
            await().until(() -> client.call("quick", 1).status() == 200);
        }
    }

    @Test
    void shouldRunCallsOfDifferentConnectionsSideBySide() throws IOException {
        ServerOptions options = ServerOptions.defaults().with().workers(4).build();
        try (XmlRpcServer server = XmlRpcServer.start(options, this::hold);
                RawHttp slow = new RawHttp(server);
                RawHttp quick = new RawHttp(server)) {
            slow.send(post(document("hold", 1)));
            await().until(() -> running.get() == 1);
            assertThat(quick.call("quick", 2).value()).isEqualTo(2);
            gate.countDown();
            assertThat(slow.response().value()).isEqualTo(1);
        }
    }

    @Test
    void shouldUseVirtualThreadsWhereTheJdkHasThem() throws IOException {
        ServerOptions options = ServerOptions.defaults().with().virtualThreads(true).build();
        if (Runtime.version().feature() < 21) {
            assertThatThrownBy(() -> XmlRpcServer.start(options, this::hold))
                    .isInstanceOf(UnsupportedOperationException.class);
            return;
        }
        try (XmlRpcServer server = XmlRpcServer.start(options, this::hold);
                RawHttp client = new RawHttp(server)) {
            assertThat(client.call("quick", 1).value()).isEqualTo(1);
        }
    }

    private Object hold(CallContext context, String method, List<Object> params)
            throws InterruptedException {
        if (method.equals("fail")) {
            throw new AssertionError("on purpose");
        }
        if (method.equals("hold")) {
            running.incrementAndGet();
            gate.await(3, TimeUnit.SECONDS);
        }
        return params.get(0);
    }
}
