package labs.rpc.server;

import static labs.rpc.server.RawHttp.document;
import static labs.rpc.server.RawHttp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import labs.rpc.dispatch.CallContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServerStopTest {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean interrupted;

    @Test
    void shouldFinishTheCallsThatItAccepted() throws Exception {
        XmlRpcServer server = XmlRpcServer.start(ServerOptions.defaults(), this::hold);
        try (RawHttp busy = new RawHttp(server);
                RawHttp idle = new RawHttp(server)) {
            assertThat(idle.call("quick", 1).value()).isEqualTo(1);
            busy.send(post(document("hold", 2)));
            begun.await();
            CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
            assertThat(idle.isClosedByServer())
                    .as("a connection without a call is closed at once")
                    .isTrue();
            assertThatThrownBy(() -> new RawHttp(server).call("quick", 3))
                    .as("a server that stops takes no new connection")
                    .isInstanceOf(IOException.class);
            await("close() waits for the call in progress")
                    .during(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> !closed.isDone());

            gate.countDown();
            RawHttp.Response response = busy.response();
            assertThat(response.value()).as("accepted is answered").isEqualTo(2);
            assertThat(response.headers())
                    .as("and the client told")
                    .containsEntry("connection", "close");
            assertThat(busy.isClosedByServer()).isTrue();
            closed.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldNotBeginAPipelinedRequestWhenItStops() throws Exception {
        XmlRpcServer server = XmlRpcServer.start(ServerOptions.defaults(), this::hold);
        try (RawHttp busy = new RawHttp(server);
                RawHttp idle = new RawHttp(server)) {
            idle.call("quick", 0);
            busy.send(post(document("hold", 1)) + post(document("quick", 2)));
            begun.await();
            CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
            assertThat(idle.isClosedByServer()).isTrue();
            gate.countDown();
            assertThat(busy.response().headers()).containsEntry("connection", "close");
            assertThat(busy.isClosedByServer()).as("nothing comes after the last answer").isTrue();
            closed.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldInterruptAHandlerThatOutstaysTheLimit() throws Exception {
        ServerOptions options =
                ServerOptions.defaults().with().stopTimeout(Duration.ofMillis(200)).build();
        XmlRpcServer server = XmlRpcServer.start(options, this::hold);
        try (RawHttp client = new RawHttp(server)) {
            client.send(post(document("hold", 1)));
            begun.await();
            long start = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(30));
            await().untilAsserted(
                            () ->
                                    assertThat(interrupted)
                                            .as(
                                                    "a handler that waits must learn that nobody waits for it")
                                            .isTrue());
        }
    }

    @Test
    void shouldLeaveNoThreadBehind() throws Exception {
        ServerOptions options = ServerOptions.defaults();
        XmlRpcServer server = XmlRpcServer.start(options, this::hold);
        try (RawHttp client = new RawHttp(server)) {
            client.call("quick", 1);
        }
        server.close();
        server.close(); // closing twice is harmless
        await().untilAsserted(
                        () ->
                                assertThat(Thread.getAllStackTraces().keySet())
                                        .extracting(Thread::getName)
                                        .noneMatch(name -> name.startsWith("rpc-")));
    }

    private Object hold(CallContext context, String method, List<Object> params)
            throws InterruptedException {
        if (method.equals("hold")) {
            begun.countDown();
            try {
                gate.await(3, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
                throw e;
            }
        }
        return params.get(0);
    }
}
