package labs.proxy.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import labs.proxy.testing.Message;
import labs.proxy.testing.Origin;
import labs.proxy.testing.Running;
import labs.proxy.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What rules do beside changing heads: whom they let in, what they count, where they lead. */
@Timeout(120)
final class RulesTest {
    private static final String TCP =
            """
            defaults
                timeout connect 5s
                timeout client 20s
                timeout server 20s
            """;

    @RegisterExtension final Running running = new Running();
    @TempDir private Path directory;

    @Test
    void shouldCountAndTurnAwayWhoComesTooOften() throws Exception {
        Origin app = running.origin("fine");
        InetSocketAddress web =
                running.proxy(
                                Running.HTTP.replace(
                                                "    default_backend",
                                                """
                                                    stick-table type ip size 1k expire 1m store http_req_rate(1m),gpc0
                                                    http-request track-sc0 src
                                                    http-request deny deny_status 429 if { sc_http_req_rate(0) gt 2 }
                                                    default_backend""")
                                        + "    server a 127.0.0.1:%d\n",
                                app.port())
                        .address("web");
        for (int i = 0; i < 4; i++) {
            assertThat(Wire.ask(web, "/").status())
                    .as("request %d", i)
                    .isEqualTo(i < 2 ? 200 : 429);
        }
    }

    @Test
    void shouldRefuseConnectionsInModeTcp() throws Exception {
        Origin app = running.origin("fine");
        InetSocketAddress web =
                running.proxy(
                                TCP
                                        + """
                                        listen web
                                            bind 127.0.0.1:0
                                            tcp-request connection reject if { src 127.0.0.0/8 }
                                            server a 127.0.0.1:%d
                                        """,
                                app.port())
                        .address("web");
        try (Wire wire = Wire.to(web)) {
            assertThat(wire.isEnded()).isTrue();
        }
        assertThat(app.accepted()).isZero();
    }

    @Test
    void shouldLookIntoTheFirstBytes() throws Exception {
        Origin http = running.origin("http");
        Origin other = running.origin(Origin.bytes("other", false));
        InetSocketAddress web =
                running.proxy(
                                TCP
                                        + """
                                        frontend web
                                            bind 127.0.0.1:0
                                            tcp-request inspect-delay 20s
                                            tcp-request content reject if { req.payload(0,3) -m str BAD }
                                            tcp-request content accept if { req.len ge 4 }
                                            use_backend other if { req.payload(0,4) -m bin 50555420 }
                                            default_backend http
                                        backend http
                                            server a 127.0.0.1:%d
                                        backend other
                                            server a 127.0.0.1:%d
                                        """,
                                http.port(),
                                other.port())
                        .address("web");
        assertThat(Wire.ask(web, "/").text()).isEqualTo("http");
        try (Wire wire = Wire.to(web)) {
            wire.send("PU");
            wire.send("T / HTTP/1.0\r\n\r\n");
            assertThat(wire.rest()).isEqualTo("other");
        }
        try (Wire wire = Wire.to(web)) {
            assertThat(wire.send("BAD / HTTP/1.0\r\n\r\n").isEnded()).isTrue();
        }
    }

    @Test
    void shouldFailOnlyTheRequestForWhichARuleFails() throws Exception {
        Origin app = running.origin("fine");
        InetSocketAddress web =
                running.proxy(
                                Running.HTTP.replace(
                                                "    default_backend",
                                                """
                                                    http-request set-header X-A %%[req.hdr(a),hmac(none,b)] if { hdr(a) -m found }
                                                    http-request set-header X-B %%[req.hdr(b),ub64dec] if { hdr(b) -m found }
                                                    default_backend""")
                                        + "    server a 127.0.0.1:%d\n",
                                app.port())
                        .address("web");
        assertThat(Wire.ask(web, "/", "A: x").status()).isEqualTo(500);
        assertThat(Wire.ask(web, "/", "B: ***").status())
                .as("what is no base64 is nothing")
                .isEqualTo(200);
        assertThat(Wire.ask(web, "/").text()).isEqualTo("fine");
    }

    @Test
    void shouldSayWhichRuleCannotBeUsed() {
        assertThatThrownBy(
                        () ->
                                running.proxy(
                                        Running.HTTP
                                                + "    http-request set-header A %%[path,map(/none)]\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/none");
    }

    @Test
    void shouldTryAgainWhatTheConfigurationSays() throws Exception {
        Origin busy = running.origin(Origin.bytes("HTTP/1.1 503 Busy\r\n\r\n", false));
        Origin fine = running.origin("fine");
        InetSocketAddress web =
                running.http(
                        "    retry-on 503 conn-failure\n    option redispatch\n"
                                + "    server a 127.0.0.1:%d\n    server b 127.0.0.1:%d\n",
                        busy.port(), fine.port());
        for (int i = 0; i < 4; i++) {
            assertThat(Wire.ask(web, "/").text()).isEqualTo("fine");
        }
        assertThat(busy.seen()).as("it was asked").isNotEmpty();
    }

    @Test
    void shouldFillTheFirstServerFirst() throws Exception {
        Origin first = running.origin("first");
        Origin second = running.origin("second");
        InetSocketAddress web =
                running.http(
                        "    balance first\n    server a 127.0.0.1:%d maxconn 1\n"
                                + "    server b 127.0.0.1:%d maxconn 5\n",
                        first.port(), second.port());
        for (int i = 0; i < 3; i++) {
            assertThat(Wire.ask(web, "/").text()).isEqualTo("first");
        }
    }

    @Test
    void shouldListenOnAUnixSocket() throws Exception {
        Origin app = running.origin("fine");
        Path path = directory.resolve("web.sock");
        running.proxy(
                Running.HTTP.replace("bind 127.0.0.1:0", "bind unix@" + path)
                        + "    server a 127.0.0.1:%d\n",
                app.port());
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            channel.write(ByteBuffer.wrap("GET / HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1)));
            Message answer = Message.readResponse(Channels.newInputStream(channel));
            assertThat(answer.text()).isEqualTo("fine");
        }
    }

    @Test
    void shouldCheckByAScript() throws Exception {
        Origin redis = running.origin(Origin.bytes("+PONG\r\n", true));
        Origin other = running.origin(Origin.bytes("-ERR\r\n", true));
        Proxy proxy =
                running.proxy(
                        TCP
                                + """
                                backend cache
                                    option tcp-check
                                    tcp-check send "GET / HTTP/1.0\\r\\n\\r\\n"
                                    tcp-check expect string +PONG
                                    server a 127.0.0.1:%d check inter 200ms
                                    server b 127.0.0.1:%d check inter 200ms
                                """,
                        redis.port(),
                        other.port());
        await("the one that answers otherwise is down")
                .untilAsserted(
                        () ->
                                assertThat(proxy.upstream("cache").orElseThrow().usable())
                                        .isEqualTo(1));
    }

    @Test
    void shouldGiveUpWithItsClientWhereItIsTold() throws Exception {
        Origin silent = running.origin(Origin.bytes("", true));
        InetSocketAddress web =
                running.http("    option abortonclose\n    server a 127.0.0.1:%d\n", silent.port());
        try (Wire wire = Wire.to(web)) {
            wire.get("/");
            await("the server is asked").until(() -> silent.seen().size() == 1);
            wire.socket().shutdownOutput();
            assertThat(wire.rest()).isEmpty();
        }
        await("its connection ends, too").until(() -> silent.open() == 0);
    }
}
