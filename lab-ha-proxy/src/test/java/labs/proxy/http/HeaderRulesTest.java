package labs.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import labs.proxy.backend.Member;
import labs.proxy.backend.Peer;
import labs.proxy.backend.Place;
import labs.proxy.backend.Upstream;
import labs.proxy.backend.Wish;
import labs.proxy.config.Backend;
import labs.proxy.config.Condition;
import labs.proxy.config.ConfigException;
import labs.proxy.config.Configuration;
import labs.proxy.config.CookiePersistence;
import labs.proxy.http.Conditions.Seen;
import labs.proxy.stats.Counters;
import labs.proxy.testing.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done with heads: conditions, hop by hop, cookies, retries. */
@Timeout(30)
final class HeaderRulesTest {
    private static final String NEXT = "\r\n";

    private static Draft request(String first, String... fields) {
        try {
            String text = first + NEXT + String.join(NEXT, fields) + NEXT + NEXT;
            return new Draft(
                    HeadParser.request(
                            (fields.length == 0 ? first + NEXT + NEXT : text)
                                    .getBytes(ISO_8859_1)));
        } catch (BadMessage e) {
            throw new AssertionError(e);
        }
    }

    private static String written(Draft draft) {
        ByteBuf out = Unpooled.buffer();
        draft.writeTo(out);
        return out.toString(ISO_8859_1);
    }

    private static Peer client(String address) {
        return new Peer(
                new InetSocketAddress(address, 1234),
                new InetSocketAddress("127.0.0.1", 443),
                "shop.example");
    }

    private static boolean holds(String condition, Draft request, String address)
            throws ConfigException {
        Configuration configuration =
                Running.configuration(
                        """
                        frontend f
                            mode http
                            bind 127.0.0.1:0
                            acl img path_beg /img
                            acl img path_end .png
                            acl inside src 10.0.0.0/8 192.168.1.7 ::1
                            use_backend b %s
                        backend b
                            mode http
                        """,
                        condition);
        return Conditions.of(
                        configuration.frontends().get(0).useBackend().get(0).condition(),
                        HeaderRulesTest::noBackend)
                .test(new Seen(request, client(address)));
    }

    private static boolean holds(String test, Upstream app) throws ConfigException {
        return asked(test, app).getAsBoolean();
    }

    private static BooleanSupplier asked(String test, Upstream app) throws ConfigException {
        String rules =
                """
                frontend f
                    mode http
                    bind 127.0.0.1:0
                    use_backend app if { %s }
                backend app
                    mode http
                """;
        Configuration read = Running.configuration(rules, test);
        Condition condition = read.frontends().get(0).useBackend().get(0).condition();
        Predicate<Seen> applies = Conditions.of(condition, Map.of("app", app)::get);
        var seen = new Seen(request("GET / HTTP/1.1", "Host: h"), client("127.0.0.1"));
        return () -> applies.test(seen);
    }

    @Test
    void shouldAskABackendHowBusyItIsEachTime() throws ConfigException {
        Backend two =
                Running.configuration(
                                """
                                backend app
                                    server a 127.0.0.1:1
                                    server b 127.0.0.1:2
                                    server c 127.0.0.1:3 backup
                                """)
                        .backends()
                        .get(0);
        try (var app = new Upstream(two, new Counters(), any -> new Counters(), new Random(1))) {
            assertThat(holds("nbsrv(app) lt 2", app)).as("two servers, less than two?").isFalse();
            assertThat(holds("nbsrv(app) 2", app)).isTrue();
            assertThat(holds("queue(app) ge 1", app)).isFalse();
            assertThat(holds("be_conn(app) 1:9", app)).isFalse();
            var wish = new Wish(InetAddress.getLoopbackAddress(), 7, Optional.empty(), Set.of());

            BooleanSupplier atLeastTwo = asked("be_conn(app) ge 2", app);
            assertThat(atLeastTwo.getAsBoolean()).isFalse();

            Place first = app.enter(wish, () -> {});
            Place second = app.enter(wish, () -> {});

            assertThat(holds("be_conn(app) 1:9", app)).as("two are in it").isTrue();
            assertThat(holds("be_conn(app) gt 2", app)).isFalse();
            assertThat(atLeastTwo.getAsBoolean()).as("and by now the rule knows it").isTrue();
            first.leave();
            second.leave();
            assertThat(holds("be_conn(app) gt 0", app)).as("they have gone").isFalse();
        }
    }

    private static Upstream noBackend(String name) {
        throw new AssertionError("nothing here asks about " + name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "if { path /a/b.png }                 | true",
                "if { path /a/b.png?x=/img }          | false",
                "if { path /A/b.png }                 | false",
                "if { path -i /A/B.PNG }              | true",
                "if { path_reg ^/[a-c]/b }            | true",
                "if { path_reg b\\.png$ }             | true",
                "if img                               | true",
                "if !img                              | false",
                "unless img                           | false",
                "if { method GET POST }               | true",
                "if { method get }                    | false",
                "if { hdr(host) x.example }           | true",
                "if { hdr(Host) -i X.Example }        | true",
                "if { hdr(accept) text/html }         | true",
                "if { hdr(accept) text/plain;q=1 }    | true",
                "if { hdr(accept) 'text/html, text' } | false",
                "if { hdr_beg(host) x. }              | true",
                "if { hdr_end(host) .example }        | true",
                "if { hdr(none) -i x }                | false",
                "if !{ hdr(none) x }                  | true",
                "if inside                            | true",
                "if { src 10.1.2.4 }                  | false",
                "if { src 10.1.2.2/31 }               | true",
                "if { src 10.1.2.4/31 }               | false",
                "if { src 0.0.0.0/0 }                 | true",
                "if { src ::/0 }                      | false",
                "if { dst_port 80 443 }               | true",
                "if { ssl_fc_sni shop.example }       | true",
                "if img inside                        | true",
                "if img !inside                       | false",
                "if !img or inside                    | true",
                "if !img inside or FALSE              | false",
                "unless img !inside                   | true",
                "if TRUE                              | true",
            })
    void shouldAnswerConditions(String condition, boolean holds) throws ConfigException {
        Draft request =
                request(
                        "GET /a/b.png?x=/img HTTP/1.1",
                        "Host: x.example",
                        "Accept: text/html , text/plain;q=1",
                        "Accept: image/png");
        assertThat(holds(condition, request, "10.1.2.3")).isEqualTo(holds);
    }

    @Test
    void shouldSeeThePathOfAnAbsoluteTarget() throws ConfigException {
        Draft request = request("GET http://h/img/a?b HTTP/1.1", "Host: h");
        assertThat(holds("if { path /img/a }", request, "10.1.2.3")).isTrue();
        assertThat(holds("if { path / }", request("GET http://h HTTP/1.0"), "10.1.2.3")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "1.1 | -                     | true",
                "1.1 | close                 | false",
                "1.1 | Close                 | false",
                "1.1 | keep-alive            | true",
                "1.1 | x, close              | false",
                "1.1 | keep-alive, close     | false",
                "1.0 | -                     | false",
                "1.0 | keep-alive            | true",
                "1.0 | Keep-Alive            | true",
                "1.0 | keep-alive, close     | false",
            })
    void shouldKnowWhetherAConnectionGoesOn(String version, String connection, boolean goesOn) {
        String field = connection == null ? "A: b" : "Connection: " + connection;
        Draft request = request("GET / HTTP/" + version, "Host: x", field);
        assertThat(HopByHop.keepsAlive(request.head())).isEqualTo(goesOn);
    }

    @Test
    void shouldPassOnNothingThatIsForTheNextNeighbourOnly() {
        Draft draft =
                request(
                        "GET / HTTP/1.1",
                        "Host: x",
                        "Connection: close, X-Mine",
                        "x-mine: 1",
                        "Keep-Alive: timeout=5",
                        "Proxy-Connection: keep-alive",
                        "Other: 2");
        HopByHop.strip(draft, true, true);
        assertThat(written(draft)).isEqualTo("GET / HTTP/1.1\r\nHost: x\r\nOther: 2\r\n\r\n");
    }

    @Test
    void shouldNotLetConnectionTakeOutWhatFramesTheBody() {
        Draft draft =
                request(
                        "POST / HTTP/1.1",
                        "Host: x",
                        "Connection: Content-Length, Transfer-Encoding, Host",
                        "Content-Length: 5");
        HopByHop.strip(draft, true, true);
        assertThat(written(draft))
                .as("without it the five bytes would be another request")
                .contains("Content-Length: 5")
                .contains("Host: x");
    }

    @ParameterizedTest
    @CsvSource({
        "1.1, true, true, ''",
        "1.1, false, true, close",
        "1.0, true, true, keep-alive",
        "1.0, false, true, ''",
        "1.1, true, false, keep-alive",
        "1.1, false, false, ''",
    })
    void shouldSayWhetherItGoesOnOnlyWhereThatIsNotMeantAnyway(
            String version, boolean keepAlive, boolean neighbour11, String said) {
        Draft draft = request("GET / HTTP/" + version, "Host: x", "Connection: foo");
        HopByHop.strip(draft, keepAlive, neighbour11);
        assertThat(String.join("", draft.values("connection"))).isEqualTo(said);
    }

    @Test
    void shouldPassOnTheWishForAnotherProtocol() {
        Draft draft =
                request("GET / HTTP/1.1", "Host: x", "Connection: Upgrade", "Upgrade: websocket");
        HopByHop.strip(draft, true, true);
        assertThat(written(draft)).contains("Upgrade: websocket").contains("Connection: upgrade");
        Draft without = request("GET / HTTP/1.1", "Host: x", "Connection: Upgrade");
        assertThat(HopByHop.upgrades(without.head())).as("to nothing").isFalse();
    }

    private static ServerCookie cookie(boolean indirect, boolean nocache) {
        return new ServerCookie(new CookiePersistence("SRV", indirect, nocache, true, false));
    }

    @Test
    void shouldFindItsOwnCookieAmongOthers() {
        Draft request =
                request(
                        "GET / HTTP/1.1",
                        "Host: x",
                        "Cookie: a=1; XSRV=no; SRV=two",
                        "Cookie: b=2");
        assertThat(cookie(true, false).of(request)).contains("two");
        assertThat(cookie(true, false).of(request("GET / HTTP/1.1", "Host: x", "Cookie: SRVX=1")))
                .isEmpty();
    }

    @Test
    void shouldReadCookiesWithQuotesAndBlanks() {
        Draft quoted = request("GET / HTTP/1.1", "Host: x", "Cookie: a=\"x; SRV=no\"; SRV =two");
        assertThat(cookie(true, false).of(quoted)).contains("two");
        cookie(true, false).strip(quoted);
        assertThat(quoted.values("cookie")).containsExactly("a=\"x; SRV=no\"");
    }

    @Test
    void shouldNotCutAQuotedPartOfAList() throws ConfigException {
        String rule = "if { hdr(a) secret }";
        assertThat(holds(rule, request("GET / HTTP/1.1", "Host: x", "A: b, secret"), "1.2.3.4"))
                .isTrue();
        assertThat(holds(rule, request("GET / HTTP/1.1", "Host: x", "A: \"b, secret\""), "1.2.3.4"))
                .isFalse();
    }

    @Test
    void shouldTakeItsOwnCookieOutAndNoOther() {
        Draft request =
                request("GET / HTTP/1.1", "Host: x", "Cookie: a=1; SRV=two;b=2", "Cookie: SRV=one");
        cookie(true, false).strip(request);
        assertThat(request.values("cookie")).containsExactly("a=1; b=2");
        Draft kept = request("GET / HTTP/1.1", "Host: x", "Cookie: SRV=two");
        cookie(false, false).strip(kept);
        assertThat(kept.values("cookie")).as("not indirect").containsExactly("SRV=two");
    }

    @Test
    void shouldGiveACookieOnlyToWhoDoesNotHaveTheRightOne() throws BadMessage {
        assertThat(inserted(Optional.of("one"), Optional.empty(), false))
                .containsExactly("SRV=one; path=/; HttpOnly");
        assertThat(inserted(Optional.of("one"), Optional.of("one"), true)).isEmpty();
        assertThat(inserted(Optional.of("two"), Optional.of("one"), false))
                .as("its own server was not there")
                .containsExactly("SRV=two; path=/; HttpOnly");
        assertThat(inserted(Optional.empty(), Optional.of("one"), false))
                .as("a server without a cookie takes it away")
                .singleElement()
                .asString()
                .startsWith("SRV=; Expires=Thu, 01-Jan-1970");
        assertThat(inserted(Optional.empty(), Optional.empty(), false)).isEmpty();
    }

    private static List<String> inserted(
            Optional<String> server, Optional<String> sent, boolean led) throws BadMessage {
        var draft =
                new Draft(
                        HeadParser.response(
                                "HTTP/1.1 200 OK\r\nETag: x\r\n\r\n".getBytes(ISO_8859_1)));
        cookie(true, true).insert(draft, server, sent, led);
        assertThat(draft.values("cache-control"))
                .as("no cache may keep a cookie")
                .hasSize(draft.values("set-cookie").isEmpty() ? 0 : 1);
        return draft.values("set-cookie");
    }

    @ParameterizedTest
    @CsvSource({
        // method, written, body begun, answered, again
        "GET, false, false, false, true",
        "POST, false, false, false, true",
        "GET, true, false, false, true",
        "HEAD, true, false, false, true",
        "OPTIONS, true, false, false, true",
        "PUT, true, false, false, true",
        "DELETE, true, false, false, true",
        "PUT, true, true, false, false",
        "POST, true, false, false, false",
        "PATCH, true, false, false, false",
        "BREW, true, false, false, false",
        "get, true, false, false, false",
        "GET, true, false, true, false",
        "GET, false, false, true, false",
    })
    void shouldSendAgainOnlyWhatIsSafe(
            String method, boolean written, boolean bodyBegun, boolean answered, boolean again) {
        assertThat(Retries.maySendAgain(method, written, bodyBegun, answered)).isEqualTo(again);
    }

    @Test
    void shouldUseTheConnectionThatWasUsedLast() throws ConfigException, java.io.IOException {
        var closed = new ArrayList<String>();
        var idle =
                new IdleConnections<String>(
                        new IdleConnections.Kind<>() {
                            @Override
                            public boolean isOpen(String connection) {
                                return !closed.contains(connection);
                            }

                            @Override
                            public void close(String connection) {
                                closed.add(connection);
                            }
                        },
                        2);
        Member one = Members.named("one");
        Member two = Members.named("two");
        idle.put(one, "a");
        idle.put(one, "b");
        assertThat(idle.take(two)).as("one server's are not the other's").isNull();
        assertThat(idle.take(one)).isEqualTo("b");
        idle.put(one, "b");
        idle.put(one, "c");
        assertThat(closed).as("one too many: that which waited longest").containsExactly("a");
        closed.add("c");
        assertThat(idle.take(one)).as("c has been closed meanwhile").isEqualTo("b");
        assertThat(idle.take(one)).isNull();
    }
}
