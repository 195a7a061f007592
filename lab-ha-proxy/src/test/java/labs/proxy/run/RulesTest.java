package labs.proxy.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import labs.proxy.config.ConfigException;
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
                                                default_backend\
                                                """)
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
                                                default_backend\
                                                """)
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
                                                + "    http-request set-header A"
                                                + " %%[path,map(/none)]\n"))
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

    @Test
    void shouldKeepAClientWaitingInATarpit() throws Exception {
        Origin app = running.origin("fine");
        InetSocketAddress web =
                running.proxy(
                                Running.HTTP.replace(
                                                "    default_backend",
                                                """
                                                timeout tarpit 400ms
                                                http-request tarpit if { path /slow }
                                                default_backend\
                                                """)
                                        + "    server a 127.0.0.1:%d\n",
                                app.port())
                        .address("web");
        long begun = System.nanoTime();
        try (Wire wire = Wire.to(web)) {
            wire.get("/slow").get("/");
            assertThat(wire.answer().status()).isEqualTo(500);
            assertThat(wire.isEnded()).as("nothing else is answered there").isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThanOrEqualTo(Duration.ofMillis(400));
        assertThat(Wire.ask(web, "/").text()).isEqualTo("fine");
    }

    @Test
    void shouldHearABackendsRulesForConnections() throws Exception {
        Origin app = running.origin("fine");
        String rule = "    tcp-request content reject if { src 127.0.0.0/8 }\n";
        InetSocketAddress http = running.http(rule + "    server a 127.0.0.1:%d\n", app.port());
        InetSocketAddress tcp =
                running.proxy(
                                TCP
                                        + "frontend web\n"
                                        + "    bind 127.0.0.1:0\n"
                                        + "    default_backend app\n"
                                        + "backend app\n"
                                        + rule
                                        + "    server a 127.0.0.1:%d\n",
                                app.port())
                        .address("web");
        for (InetSocketAddress web : List.of(http, tcp)) {
            try (Wire wire = Wire.to(web)) {
                assertThat(wire.get("/").isEnded()).isTrue();
            }
        }
        assertThat(app.seen()).isEmpty();
    }

    @Test
    void shouldLimitWhatIsHalfClosed() throws Exception {
        Origin silent = running.origin(Origin.bytes("", true));
        InetSocketAddress web =
                running.proxy(
                                TCP.replace("server 20s", "server 200s")
                                        + """
                                            timeout server-fin 300ms
                                        listen web
                                            bind 127.0.0.1:0
                                            server a 127.0.0.1:%d
                                        """,
                                silent.port())
                        .address("web");
        try (Wire wire = Wire.to(web)) {
            wire.get("/").socket().shutdownOutput();
            assertThat(wire.isEnded()).as("timeout server-fin").isTrue();
        }
    }

    @Test
    void shouldLimitAClientWhoseServerHasEnded() throws Exception {
        Origin ends = running.origin(Origin.bytes("all", false));
        Proxy proxy =
                running.proxy(
                        TCP.replace("client 20s", "client 200s")
                                + """
                                    timeout client-fin 300ms
                                listen web
                                    bind 127.0.0.1:0
                                    server a 127.0.0.1:%d
                                """,
                        ends.port());
        try (Wire wire = Wire.to(proxy.address("web"))) {
            assertThat(wire.get("/").rest()).isEqualTo("all");
            await("timeout client-fin").until(() -> proxy.status().clients() == 0);
        }
    }

    @Test
    void shouldSendFirstRequestsOverConnectionsOfTheirOwnAsHttpReuseSays() throws Exception {
        int clients = Runtime.getRuntime().availableProcessors() + 1; // two of them on one loop
        for (String reuse : List.of("never", "safe", "aggressive", "always")) {
            Origin app = running.origin("fine");
            InetSocketAddress web =
                    running.http(
                            "    http-reuse " + reuse + "\n    server a 127.0.0.1:%d\n",
                            app.port());
            for (int i = 0; i < clients; i++) {
                assertThat(Wire.ask(web, "/").text()).isEqualTo("fine");
            }
            assertThat(app.accepted() == clients)
                    .as("each first request has its own connection with %s", reuse)
                    .isEqualTo(!reuse.equals("always"));
        }
    }

    @Test
    void shouldMakeEverySampleAndConverterThatItKnows() throws Exception {
        Path map = Files.writeString(directory.resolve("a.map"), "a b\n");
        for (String name : known("http-request set-header A %%[nothing]")) {
            check("http-request set-header A %%[" + name + "]");
        }
        for (String name : known("http-request set-header A %%[path,nothing]")) {
            String argument = name.startsWith("map") ? "(" + map + ")" : "";
            if (!name.matches("add|sub|mul|div|mod|and|or|xor")) {
                check("http-request set-header A %%[path," + name + argument + "]");
            }
        }
    }

    // What a message says is supported.
    private static List<String> known(String line) {
        var wrong =
                catchThrowableOfType(
                        ConfigException.class,
                        () -> Running.configuration(Running.HTTP + "    " + line + "\n"));
        String names = wrong.getMessage().replaceFirst("(?s).*supported: ", "");
        return List.of(names.strip().split(", "));
    }

    private static void check(String line) throws Exception {
        try {
            Proxy.check(Running.configuration(Running.HTTP + "    " + line + "\n"));
        } catch (IOException | ConfigException e) {
            throw new AssertionError(line, e);
        }
    }

    @Test
    void shouldRememberWhatARequestHasSetForItsSession() throws Exception {
        Origin app = running.origin("fine");
        InetSocketAddress web =
                running.http(
                        """
                            http-request set-var(sess.who) req.hdr(who) if { req.hdr(who) -m found }
                            http-request set-var(txn.once) str(x) if { req.hdr(who) -m found }
                            http-response set-header Who %%[var(sess.who)]-%%[var(txn.once)]
                            server a 127.0.0.1:%d
                        """,
                        app.port());
        try (Wire wire = Wire.to(web)) {
            assertThat(wire.get("/", "Who: me").answer().value("who")).isEqualTo("me-x");
            assertThat(wire.get("/").answer().value("who")).isEqualTo("me-");
            assertThat(wire.get("/").answer().value("who")).isEqualTo("me-");
        }
        assertThat(Wire.ask(web, "/").value("who")).as("of another client").isEqualTo("-");
    }

    @Test
    void shouldSpreadAHashWhereItIsTold() throws Exception {
        InetSocketAddress web =
                running.http(
                        "    http-request return status 200 content-type text/plain lf-string"
                                + " \"%%[str(abc),crc32(1)] %%[str(abc),crc32]\"\n");
        assertThat(Wire.ask(web, "/").text())
                .as("as HAProxy 2.6 has it")
                .isEqualTo("930845320 891568578");
    }

    @Test
    void shouldKnowThePathOfAWholeUri() throws Exception {
        InetSocketAddress web =
                running.http(
                        "    http-request return status 200 content-type text/plain lf-string"
                                + " \"%%HPO %%HP %%HQ\"\n");
        try (Wire wire = Wire.to(web)) {
            wire.send("GET http://x/a/b?c HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(wire.answer().text()).isEqualTo("/a/b http://x/a/b ?c");
        }
    }
}
