package labs.proxy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import labs.proxy.config.Configuration;
import labs.proxy.testing.Message;
import labs.proxy.testing.Origin;
import labs.proxy.testing.Running;
import labs.proxy.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A proxy that is changed, stopped, and put behind another one while it runs. */
@Timeout(90)
final class OperationsTest {
    private static final String TCP =
            """
            defaults
                timeout connect 5s
            listen db
                mode tcp
                bind 127.0.0.1:0 %s
            """;

    @RegisterExtension final Running running = new Running();

    @Test
    void shouldFollowANewConfigurationWithoutDroppingAnybody() throws Exception {
        Origin old = running.origin("old");
        Origin fresh = running.origin("new");
        Proxy proxy = running.proxy(Running.HTTP + "    server a 127.0.0.1:%d\n", old.port());
        InetSocketAddress web = proxy.address("web");
        try (Wire kept = Wire.to(web)) {
            assertThat(kept.get("/1").answer().text()).isEqualTo("old");
            proxy.reload(
                    Running.configuration(
                            Running.HTTP + "    server a 127.0.0.1:%d\n", fresh.port()));
            assertThat(proxy.address("web")).as("the same address").isEqualTo(web);
            assertThat(Wire.ask(web, "/2").text()).isEqualTo("new");
            assertThat(kept.get("/3").answer().text())
                    .as("a connection from before follows with its next request")
                    .isEqualTo("new");
        }
        await("idle connections to what is gone").until(() -> old.open() == 0);
    }

    @Test
    void shouldFinishWhatIsUnderWayUnderTheOldConfiguration() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Origin slow = running.origin(Origin.after(go, Origin.saying("slow")));
        Origin fresh = running.origin("new");
        Proxy proxy = running.proxy(Running.HTTP + "    server a 127.0.0.1:%d\n", slow.port());
        try (Wire wire = Wire.to(proxy.address("web"))) {
            wire.get("/");
            await().until(() -> slow.seen().size() == 1);
            proxy.reload(
                    Running.configuration(
                            Running.HTTP + "    server a 127.0.0.1:%d\n", fresh.port()));
            go.countDown();
            assertThat(wire.answer().text()).isEqualTo("slow");
            assertThat(wire.get("/").answer().text()).isEqualTo("new");
        }
    }

    @Test
    void shouldChangeNothingIfTheNewConfigurationCannotBeHad() throws Exception {
        Origin origin = running.origin("a");
        Proxy proxy = running.proxy(Running.HTTP + "    server a 127.0.0.1:%d\n", origin.port());
        InetSocketAddress web = proxy.address("web");
        Configuration taken =
                Running.configuration(
                        Running.HTTP.replace("127.0.0.1:0", "127.0.0.1:" + origin.port())
                                + "    server b 127.0.0.1:1\n");
        assertThatThrownBy(() -> proxy.reload(taken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + origin.port());
        assertThat(Wire.ask(web, "/").text()).isEqualTo("a");
    }

    @Test
    void shouldRememberWhoWasDown() throws Exception {
        Origin dead = running.origin("dead");
        Origin good = running.origin("good");
        dead.kill();
        String text =
                Running.HTTP
                        + """
                            retries 0
                            server dead 127.0.0.1:%d check inter 20ms fall 1
                            server good 127.0.0.1:%d
                        """;
        Proxy proxy = running.proxy(text, dead.port(), good.port());
        await().until(() -> proxy.upstream("app").orElseThrow().usable() == 1);
        proxy.reload(Running.configuration(text.replace("20ms", "60s"), dead.port(), good.port()));
        await("known from before, not found out anew")
                .until(() -> proxy.upstream("app").orElseThrow().usable() == 1);
        for (int i = 0; i < 4; i++) {
            assertThat(Wire.ask(proxy.address("web"), "/").text()).isEqualTo("good");
        }
    }

    @Test
    void shouldStopWithoutCuttingAnybodyOff() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Origin slow = running.origin(Origin.after(go, Origin.saying("slow")));
        Proxy proxy = running.proxy(Running.HTTP + "    server a 127.0.0.1:%d\n", slow.port());
        InetSocketAddress web = proxy.address("web");
        try (Wire wire = Wire.to(web)) {
            wire.get("/");
            await().until(() -> slow.seen().size() == 1);
            CompletableFuture<Boolean> stopped = new CompletableFuture<>();
            Thread stopping =
                    new Thread(
                            () -> {
                                try {
                                    stopped.complete(proxy.stop(Duration.ofSeconds(30)));
                                } catch (InterruptedException e) {
                                    stopped.completeExceptionally(e);
                                }
                            });
            stopping.start();
            await("nobody else comes in")
                    .until(
                            () -> {
                                try (Socket socket = new Socket()) {
                                    socket.connect(web, 1000);
                                    return false;
                                } catch (IOException refused) {
                                    return true;
                                }
                            });
            assertThat(stopped).isNotDone();
            go.countDown();
            Message last = wire.answer();
            assertThat(last.text()).isEqualTo("slow");
            assertThat(last.value("connection")).as("and then no more").isEqualTo("close");
            assertThat(wire.isEnded()).isTrue();
            wire.close();
            assertThat(stopped.get(30, TimeUnit.SECONDS)).as("all were gone in time").isTrue();
            stopping.join();
        }
    }

    @Test
    void shouldTellTheNextProxyWhoTheClientIs() throws Exception {
        for (String version : new String[] {"send-proxy", "send-proxy-v2"}) {
            Origin origin = running.origin("a");
            Proxy inner =
                    running.proxy(
                            Running.HTTP.replace("127.0.0.1:0", "127.0.0.1:0 accept-proxy")
                                    + "    option forwardfor\n    server a 127.0.0.1:%d\n",
                            origin.port());
            int port = inner.address("web").getPort();
            Proxy tcp = running.proxy(TCP + "    server a 127.0.0.1:%d %s\n", "", port, version);
            Proxy http =
                    running.proxy(
                            Running.HTTP.replace("127.0.0.1:0", "127.0.0.1:0 accept-proxy")
                                    + "    server a 127.0.0.1:%d %s\n",
                            port,
                            version);
            assertThat(Wire.ask(tcp.address("db"), "/").text()).as(version).isEqualTo("a");
            try (Wire wire = Wire.to(http.address("web"))) {
                wire.send("PROXY TCP4 192.0.2.7 198.51.100.1 51234 443\r\n");
                assertThat(wire.get("/").answer().text()).isEqualTo("a");
            }
            try (Wire other = Wire.to(http.address("web"))) {
                other.send("PROXY TCP4 192.0.2.8 198.51.100.1 51234 443\r\n");
                assertThat(other.get("/").answer().text()).isEqualTo("a");
            }
            assertThat(origin.seen())
                    .extracting(request -> request.value("x-forwarded-for"))
                    .as("whom the last one was told of")
                    .containsExactly("127.0.0.1", "192.0.2.7", "192.0.2.8");
            try (Wire liar = Wire.to(inner.address("web"))) {
                assertThat(liar.get("/").isEnded()).as("no header").isTrue();
            }
        }
    }

    @Test
    void shouldCarryTcpAsTheConfigurationSays() throws Exception {
        Origin dead = running.origin("dead");
        dead.kill();
        Origin alive = running.origin("alive");
        Proxy proxy =
                running.proxy(
                        TCP
                                + """
                                    option redispatch
                                    retries 1
                                    timeout client 500ms
                                    server a 127.0.0.1:%d
                                    server b 127.0.0.1:%d maxconn 1
                                """,
                        "",
                        dead.port(),
                        alive.port());
        try (Wire wire = Wire.to(proxy.address("db"))) {
            assertThat(wire.get("/").answer().text()).isEqualTo("alive");
            CompletableFuture<String> next = new CompletableFuture<>();
            Thread waiting =
                    new Thread(
                            () -> {
                                try {
                                    next.complete(Wire.ask(proxy.address("db"), "/").text());
                                } catch (IOException e) {
                                    next.completeExceptionally(e);
                                }
                            });
            waiting.start();
            // Nothing is said any more: the client's time runs out, and the next has its place.
            assertThat(wire.isEnded()).isTrue();
            assertThat(next.get(30, TimeUnit.SECONDS)).isEqualTo("alive");
            waiting.join();
        }
    }

    @Test
    void shouldChooseABackendByWhoComesInModeTcpToo() throws Exception {
        Origin here = running.origin("here");
        Origin elsewhere = running.origin("elsewhere");
        Proxy proxy =
                running.proxy(
                        """
                        frontend db
                            bind 127.0.0.1:0
                            use_backend here if { src 127.0.0.0/8 }
                            default_backend elsewhere
                        backend here
                            server a 127.0.0.1:%d
                        backend elsewhere
                            server a 127.0.0.1:%d
                        """,
                        here.port(), elsewhere.port());
        assertThat(Wire.ask(proxy.address("db"), "/").text()).isEqualTo("here");
    }

    @Test
    void shouldNotWaitForThoseWhoWantNothingAnyMore() throws Exception {
        Origin origin = running.origin("a");
        Proxy proxy = running.proxy(Running.HTTP + "    server a 127.0.0.1:%d\n", origin.port());
        try (Wire idle = Wire.to(proxy.address("web"))) {
            assertThat(idle.get("/").answer().text()).isEqualTo("a");
            assertThat(proxy.stop(Duration.ofSeconds(30))).isTrue();
            assertThat(idle.isEnded()).isTrue();
        }
    }
}
