package labs.rpc.server;

import static labs.rpc.server.RawHttp.document;
import static labs.rpc.server.RawHttp.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ServerTimeoutTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final CountDownLatch never = new CountDownLatch(1);
    private XmlRpcServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P",
                "POST /RPC2 HTTP/1.1\r\nHost: local",
                "POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n<methodCall>",
                "POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<meth"
            })
    void shouldGiveUpOnHalfARequest(String half) throws IOException {
        start(SHORT, LONG);
        try (RawHttp client = new RawHttp(server)) {
            client.send(half);
            assertThat(client.response().status()).isEqualTo(408);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\n"
            })
    void shouldGiveUpOnAClientThatSendsAByteNowAndThen(String begin) throws IOException {
        start(SHORT, LONG);
        try (RawHttp client = new RawHttp(server)) {
            client.send(begin);
            client.timeout(20); // the pace: each wait for an answer ends after 20 ms
            boolean closed = false;
            for (int i = 0; i < 100 && !closed; i++) {
                closed = sendOneByte(client);
            }
            assertThat(closed)
                    .as(
                            "count from the first byte of a request: every new byte must not buy new time")
                    .isTrue();
        }
    }

    private static boolean sendOneByte(RawHttp client) {
        try {
            client.send("P");
            return client.response() != null;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void shouldCloseAnIdleConnectionWithoutAWord() throws IOException {
        start(LONG, SHORT);
        try (RawHttp client = new RawHttp(server)) {
            assertThat(client.isClosedByServer()).as("one that never asked").isTrue();
        }
        try (RawHttp client = new RawHttp(server)) {
            assertThat(client.call("echo", 1).value()).isEqualTo(1);
            assertThat(client.isClosedByServer()).as("one that asked once").isTrue();
        }
    }

    @Test
    void shouldGiveAHandlerAllTheTimeItNeeds() throws IOException {
        start(SHORT, SHORT);
        try (RawHttp client = new RawHttp(server)) {
            assertThat(client.call("slow", 1).value())
                    .as("while a call runs, the client waits for us: no deadline is his")
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldCountFromTheLastAnswerWhileAConnectionIsBusy() throws IOException {
        start(LONG, Duration.ofMillis(600));
        try (RawHttp client = new RawHttp(server)) {
            for (int i = 0; i < 3; i++) {
                client.send(
                        post(
                                document(
                                        "slow",
                                        i))); // each takes longer than half of the idle timeout
                assertThat(client.response().value()).isEqualTo(i);
            }
        }
    }

    private void start(Duration readTimeout, Duration idleTimeout) {
        server =
                XmlRpcServer.start(
                        ServerOptions.defaults()
                                .with()
                                .readTimeout(readTimeout)
                                .idleTimeout(idleTimeout)
                                .build(),
                        (context, method, params) -> {
                            if (method.equals("slow")) {
                                never.await(400, TimeUnit.MILLISECONDS);
                            }
                            return params.get(0);
                        });
    }
}
