package labs.proxy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import labs.kit.RequiresProgram;
import labs.proxy.config.ConfigReader;
import labs.proxy.ops.Commands;
import labs.proxy.testing.Message;
import labs.proxy.testing.Origin;
import labs.proxy.testing.Running;
import labs.proxy.testing.UnixSocket;
import labs.proxy.testing.Wire;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same file, the same requests: ours and HAProxy must look the same from outside. */
@Timeout(120)
@RequiresProgram(name = "haproxy", install = "apt-get install haproxy")
final class SameAsHaproxyTest {
    private static final String WEB =
            """
            defaults
                mode http
                timeout connect 2s
                timeout client 20s
                timeout server 20s
            frontend web
                bind "127.0.0.1:$PORT"
            """;

    /** The same, with HAProxy's socket for commands: its path is the first value. */
    private static final String OBSERVED =
            """
            global
                stats socket "%s" mode 600 level admin
            """
                    + WEB;

    @RegisterExtension final Running running = new Running();
    @TempDir private Path directory;

    private final List<Process> processes = new ArrayList<>();
    private InetSocketAddress ours;
    private InetSocketAddress theirs;
    private Proxy proxy;

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Starts both on the same file, in which {@code $PORT} is where to listen. */
    private void start(String text, Object... values) throws Exception {
        Path file = Files.writeString(directory.resolve("same.cfg"), text.formatted(values));
        theirs = haproxy(file);
        proxy = ours(file);
        ours = proxy.address("web");
    }

    private Proxy ours(Path file) throws Exception {
        return running.closed(
                Proxy.start(
                        ConfigReader.read(
                                file.toString(), Files.readString(file), Map.of("PORT", "0")::get),
                        Proxy.Options.DEFAULT));
    }

    /** HAProxy wants to be told a port: one that somebody else takes meanwhile is tried again. */
    private InetSocketAddress haproxy(Path file) throws IOException {
        for (int i = 0; i < 4; i++) {
            try {
                return haproxyOnce(file);
            } catch (ConditionTimeoutException | IllegalStateException taken) {
                assertThat(taken).hasMessageContaining("cannot bind");
            }
        }
        return haproxyOnce(file);
    }

    private InetSocketAddress haproxyOnce(Path file) throws IOException {
        // Below the ports that the kernel gives to connections, of which there are many here.
        int port = ThreadLocalRandom.current().nextInt(16_000, 32_000);
        var builder = new ProcessBuilder("haproxy", "-db", "-f", file.toString());
        builder.environment().put("PORT", "" + port);
        Path said = Files.createTempFile(directory, "haproxy", ".log");
        Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        processes.add(process);
        var address = new InetSocketAddress("127.0.0.1", port);
        await("haproxy listens")
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> listens(process, address, said));
        return address;
    }

    private static boolean listens(Process process, InetSocketAddress address, Path said)
            throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("haproxy ended: " + Files.readString(said));
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What counts of an answer. */
    private static String seen(Message answer) {
        var parts = new ArrayList<String>();
        parts.add("" + answer.status());
        for (String name : List.of("location", "set-cookie", "cache-control", "connection")) {
            parts.add(name + "=" + answer.values(name));
        }
        parts.add(answer.status() == 200 ? answer.text() : "");
        return String.join(" ", parts);
    }

    private void same(String target, String... fields) throws IOException {
        String expected = seen(Wire.ask(theirs, target, fields));
        assertThat(seen(Wire.ask(ours, target, fields)))
                .as("the answer to %s %s, and HAProxy's", target, List.of(fields))
                .isEqualTo(expected);
    }

    /** Says what the server got, but for what may differ: the order and the case of names. */
    private static Origin.Script mirror() {
        return (request, connection) -> {
            Map<String, List<String>> fields = new TreeMap<>();
            for (String line : request.lines()) {
                String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
                fields.put(name, request.values(name));
            }
            String text = request.first() + " " + fields + " " + request.text();
            Origin.write(
                    connection,
                    "HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
            return true;
        };
    }

    @Test
    void shouldRouteAndRewriteTheSame() throws Exception {
        Origin app = running.origin(mirror());
        Origin images = running.origin("images");
        start(
                WEB
                        + """
                            option forwardfor
                            acl img path_beg /img/ /static/
                            acl img path_end -i .png
                            acl local src 127.0.0.0/8
                            http-request deny deny_status 429 if { path /deny }
                            http-request deny if { path_reg ^/x[0-9]+$ } !{ method POST }
                            http-request redirect location /new code 301 if { path /old }
                            http-request redirect location /seen code 303 if { path /other }
                            http-request redirect prefix /p if { path_beg /pre }
                            http-request redirect scheme https code 307 if { hdr(a) secure }
                            http-request set-header X-Client "%%[src] %%[method] %%[path]" if local
                            http-request set-header X-List yes if { hdr(accept) text/html }
                            http-request set-header X-Not yes unless { hdr_beg(host) x } or { hdr_end(host) y }
                            use_backend images if img !{ method DELETE }
                            default_backend app
                        backend app
                            http-request set-header X-Backend app
                            server a 127.0.0.1:%d
                        backend images
                            server i 127.0.0.1:%d
                        """,
                app.port(),
                images.port());
        for (String target :
                "/ /a?b=c /img/x /static/ /a.PNG /a.png?x /deny /deny?a /x12 /x12a /old /old/ /other /pre/a?b"
                        .split(" ")) {
            same(target);
        }
        same("/", "X-Client: mine", "X-Forwarded-For: 1.2.3.4");
        same("/", "Accept: text/plain, text/html;q=1");
        same("/", "Accept: text/plain, text/html");
        same("/", "Connection: close");
        same("/q?r", "A: secure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"roundrobin", "leastconn"})
    void shouldShareTheSame(String balance) throws Exception {
        List<Origin> origins =
                List.of(running.origin("a"), running.origin("b"), running.origin("c"));
        start(
                WEB
                        + """
                            default_backend app
                        backend app
                            balance %s
                            server a 127.0.0.1:%d weight 5
                            server b 127.0.0.1:%d weight 3
                            server c 127.0.0.1:%d weight 2
                        """,
                balance,
                origins.get(0).port(),
                origins.get(1).port(),
                origins.get(2).port());
        Map<String, Long> mine = shares(ours);
        Map<String, Long> haproxys = shares(theirs);
        if (balance.equals("roundrobin")) {
            for (String server : List.of("a", "b", "c")) {
                assertThat(mine.getOrDefault(server, 0L))
                        .as("of 100 requests to %s: ours %s, HAProxy %s", server, mine, haproxys)
                        .isCloseTo(haproxys.getOrDefault(server, 0L), offset(3L));
            }
        } else {
            // One request at a time: no server ever has a connection when the next one comes.
            assertThat(mine.keySet()).isEqualTo(haproxys.keySet());
        }
    }

    private static Map<String, Long> shares(InetSocketAddress proxy) throws IOException {
        var answers = new ArrayList<String>();
        for (int i = 0; i < 100; i++) {
            answers.add(Wire.ask(proxy, "/" + i).text());
        }
        return answers.stream().collect(Collectors.groupingBy(text -> text, Collectors.counting()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "uri"})
    void shouldKeepTogetherWhatBelongsTogether(String balance) throws Exception {
        Origin a = running.origin("a");
        Origin b = running.origin("b");
        start(
                WEB
                        + """
                            default_backend app
                        backend app
                            balance %s
                            hash-type consistent
                            server a 127.0.0.1:%d
                            server b 127.0.0.1:%d
                        """,
                balance,
                a.port(),
                b.port());
        for (InetSocketAddress one : List.of(ours, theirs)) {
            for (int i = 0; i < 8; i++) {
                String first = Wire.ask(one, "/" + i + "?x=1").text();
                assertThat(Wire.ask(one, "/" + i + "?x=2").text()).isEqualTo(first);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"insert", "insert indirect", "insert indirect nocache httponly secure"})
    void shouldUseCookiesTheSame(String options) throws Exception {
        Origin one = running.origin(mirror());
        Origin two = running.origin("two");
        start(
                WEB
                        + """
                            default_backend app
                        backend app
                            cookie SRV %s
                            server one 127.0.0.1:%d cookie c1
                            server two 127.0.0.1:%d cookie c2 backup
                        """,
                options,
                one.port(),
                two.port());
        same("/");
        same("/", "Cookie: SRV=c1");
        same("/", "Cookie: a=b; SRV=c1; c=d");
        same("/", "Cookie: SRV=unknown");
        same("/", "Cookie: SRV=c2");
    }

    @Test
    void shouldFailTheSame() throws Exception {
        Origin dead = running.origin("dead");
        dead.kill();
        Origin broken = running.origin(Origin.bytes("nonsense\r\n\r\n", false));
        Origin alive = running.origin("alive");
        start(
                WEB
                        + """
                            use_backend none if { path /none }
                            use_backend dead if { path /dead }
                            use_backend broken if { path /broken }
                            default_backend both
                        backend none
                        backend dead
                            retries 0
                            server a 127.0.0.1:%1$d
                        backend broken
                            retries 0
                            server a 127.0.0.1:%2$d
                        backend both
                            option redispatch
                            retries 2
                            server a 127.0.0.1:%1$d
                            server b 127.0.0.1:%3$d
                        """,
                dead.port(),
                broken.port(),
                alive.port());
        for (String target : List.of("/none", "/dead", "/broken", "/", "/", "/", "/")) {
            same(target);
        }
    }

    @Test
    void shouldRefuseTheSameRequests() throws Exception {
        Origin origin = running.origin(mirror());
        start(
                WEB
                        + """
                            timeout http-request 1s
                            default_backend app
                        backend app
                            server a 127.0.0.1:%d
                        """,
                origin.port());
        String host = "HTTP/1.1\r\nHost: x\r\n";
        for (String request :
                List.of(
                        "GET / " + host + "A : b\r\n\r\n",
                        "POST / " + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                        "POST / " + host + "Content-Length: -1\r\n\r\n",
                        "GET /\u0001 " + host + "\r\n",
                        "GET / " + host + "A: " + "x".repeat(20_000) + "\r\n\r\n",
                        "GET / " + host + "A: b\r\n".repeat(150) + "\r\n",
                        "GET / HTTP/1.1\r\nHo",
                        "POST / " + host + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nab",
                        "POST / " + host + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
                        "GET http://y/z HTTP/1.1\r\nHost: y\r\n\r\n",
                        "GET http://y/z HTTP/1.1\r\nHost: x\r\n\r\n",
                        "GET http://y:80/z HTTP/1.1\r\nHost: y\r\n\r\n",
                        "GET http://y?/z HTTP/1.1\r\nHost: y\r\n\r\n",
                        "GET admin/x " + host + "\r\n",
                        "GET /a#/admin " + host + "\r\n",
                        "OPTIONS * " + host + "\r\n",
                        "GET / HTTP/1.2\r\nHost: x\r\n\r\n",
                        "GET / HTTP/2.0\r\nHost: x\r\n\r\n",
                        "GET / HTTP/1.10\r\nHost: x\r\n\r\n",
                        "GET / " + host + "Connection: upgrade\r\nUpgrade: websocket\r\n\r\n",
                        "GET / " + host + "A: b\r\n".repeat(99) + "\r\n",
                        "GET / " + host + "A: b\r\n".repeat(100) + "\r\n",
                        "GET / HTTP/1.0\r\n\r\n")) {
            String name = request.substring(0, Math.min(70, request.length()));
            assertThat(status(ours, request)).as(name).isEqualTo(status(theirs, request));
        }
    }

    @Test
    void shouldChangeHeadsTheSame() throws Exception {
        Origin app = running.origin(mirror());
        start(
                WEB
                        + """
                            option forwardfor except 10.0.0.0/8 header X-Who if-none
                            option originalto
                            acl api path_dir api
                            acl old req.hdr(user-agent) -m sub -i old
                            http-request add-header X-List "%%[req.hdr(a),lower,field(2,-)]"
                            http-request set-var(txn.who) src,ipmask(8)
                            http-request set-header X-Who %%[var(txn.who)] if api
                            http-request del-header Secret
                            http-request replace-header Cookie "(.*)id=([^;]*)(.*)" "\\1id=<\\2>\\3"
                            http-request replace-path /r/(.*) /replaced/\\1
                            http-request set-path /set%%[path] if { path_end .s }
                            http-request set-query a=%%[url_param(a)]&b=1 if { url_param(a) -m found }
                            http-request set-header X-Old yes if old !{ method POST }
                            http-request set-header X-Len %%[path,length] if { path,length gt 5 }
                            http-request set-header X-Percent 100%%%%
                            http-response set-header X-Status %%[status]
                            http-response del-header Etag
                            http-after-response set-header X-After all
                            default_backend app
                        backend app
                            http-request set-header X-Map %%[path,word(1,/),upper]
                            http-request set-header X-Math "%%[int(7),mul(6),mod(4)]"
                            server a 127.0.0.1:%d
                        """,
                app.port());
        for (String target :
                "/ /v1/api/x /v1/apis /r/a/b /x.s /q?a=5 /q?c=5&a=6 /long/path".split(" ")) {
            same(target);
        }
        same("/", "A: One-Two-Three", "User-Agent: An OLD one", "Secret: x");
        same("/", "Cookie: a=b; id=12; c=d", "X-Who: me");
        for (InetSocketAddress one : List.of(ours, theirs)) {
            Message answer = Wire.ask(one, "/");
            assertThat(answer.value("x-status")).isEqualTo("200");
            assertThat(answer.value("x-after")).isEqualTo("all");
        }
    }

    @Test
    void shouldAnswerTheSameByItself() throws Exception {
        Origin app = running.origin(mirror());
        Path page =
                Files.writeString(
                        directory.resolve("503.http"),
                        "HTTP/1.0 503 Down\r\nContent-Type: text/plain\r\n\r\nback soon\n");
        start(
                """
                userlist staff
                    user ann insecure-password secret
                """
                        + WEB
                        + """
                            monitor-uri /alive
                            monitor fail if { nbsrv(none) lt 1 } { src 10.0.0.0/8 }
                            errorfile 503 %s
                            stats enable
                            stats uri /st
                            stats realm Hall
                            stats auth a:b
                            stats hide-version
                            redirect prefix /moved code 301 drop-query if { path_beg /old }
                            redirect location /x/%%[path] if { path /fmt }
                            http-request return status 200 content-type text/plain lf-string "%%[path]" hdr X-A b if { path /page }
                            http-request return status 404 if { path /none }
                            http-request deny deny_status 429 hdr Retry-After 5 if { path /slow }
                            http-request auth realm Staff if { path_beg /staff } !{ http_auth(staff) }
                            http-after-response set-header X-After all
                            use_backend none if { path /down }
                            default_backend app
                        backend none
                        backend app
                            http-response return status 200 content-type text/plain string hidden if { res.hdr(x-no) -m found } or { status 201 }
                            server a 127.0.0.1:%d
                        """,
                page,
                app.port());
        for (String target :
                "/alive /alive? /old?a=b /oldest /fmt /page /none /slow /staff /down /st /"
                        .split(" ")) {
            same(target);
            assertThat(Wire.ask(ours, target).values("x-after"))
                    .as(target)
                    .isEqualTo(Wire.ask(theirs, target).values("x-after"));
        }
        assertThat(Wire.ask(ours, "/down").text()).isEqualTo(Wire.ask(theirs, "/down").text());
        same("/staff", "Authorization: Basic YW5uOnNlY3JldA==");
        same("/staff", "Authorization: Basic YW5uOndyb25n");
        assertThat(Wire.ask(ours, "/st", "Authorization: Basic YTpi").status()).isEqualTo(200);
        assertThat(Wire.ask(ours, "/st").value("www-authenticate"))
                .isEqualTo(Wire.ask(theirs, "/st").value("www-authenticate"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"httpclose", "http-server-close", "http-keep-alive"})
    void shouldEndTheSameConnections(String option) throws Exception {
        Origin app = running.origin(mirror());
        start(
                WEB
                        + """
                            option %s
                            default_backend app
                        backend app
                            server a 127.0.0.1:%d
                        """,
                option,
                app.port());
        same("/");
        same("/", "Connection: close");
    }

    /** What was sent to a port over UDP, within a while; numbers that differ by chance are one. */
    private static String logged(java.net.DatagramSocket log) throws IOException {
        var packet = new java.net.DatagramPacket(new byte[4096], 4096);
        log.receive(packet);
        String line = new String(packet.getData(), 0, packet.getLength());
        return line.replaceFirst("^<(\\d+)>.*?: ", "<$1> ")
                .replaceAll("\\[\\d+/\\w+/[^]]+]", "[DATE]")
                .replaceAll("127.0.0.1:\\d+", "CLIENT")
                .replaceAll("\\d+/-?\\d+/-?\\d+/-?\\d+/\\d+ (\\d+) \\d+", "TIMES $1 BYTES")
                .replaceAll("\\d+/\\d+/\\d+/\\d+/", "CONNECTIONS/")
                .strip();
    }

    @Test
    void shouldLogTheSame() throws Exception {
        Origin app = running.origin(mirror());
        Origin dead = running.origin("dead");
        dead.kill();
        try (var log = new java.net.DatagramSocket(0, java.net.InetAddress.getLoopbackAddress())) {
            log.setSoTimeout(20_000);
            start(
                    WEB
                            + """
                                log 127.0.0.1:%d local3
                                option httplog
                                capture request header Host len 10
                                http-request deny if { path /deny }
                                use_backend dead if { path /dead }
                                default_backend app
                            backend dead
                                retries 0
                                server d 127.0.0.1:%d
                            backend app
                                server a 127.0.0.1:%d
                            """,
                    log.getLocalPort(),
                    dead.port(),
                    app.port());
            log.setSoTimeout(300);
            try {
                while (true) {
                    logged(log); // of HAProxy's own, and of our knocking
                }
            } catch (java.net.SocketTimeoutException none) {
                log.setSoTimeout(20_000);
            }
            for (String target : List.of("/", "/deny", "/dead", "/a?b=c")) {
                Wire.ask(theirs, target);
                String expected = logged(log);
                Wire.ask(ours, target);
                assertThat(logged(log)).as(target).isEqualTo(expected);
            }
        }
    }

    /** What comes back when all of this is sent, and then the client's end. */
    private static String afterTheEnd(InetSocketAddress proxy, String requests) throws IOException {
        try (Wire wire = Wire.to(proxy)) {
            wire.send(requests);
            wire.socket().shutdownOutput();
            return wire.rest().lines().filter(line -> line.startsWith("HTTP/1.1 ")).toList() + "";
        }
    }

    @Test
    void shouldAnswerTheSameToAClientThatHasEnded() throws Exception {
        Origin origin = running.origin(mirror());
        start(
                WEB
                        + """
                            timeout client 3s
                            timeout http-keep-alive 1s
                            default_backend app
                        backend app
                            server a 127.0.0.1:%d
                        """,
                origin.port());
        String get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
        String post = "POST / HTTP/1.1\r\nHost: x\r\n";
        for (String requests :
                List.of(
                        post + "Content-Length: 5\r\n\r\nhello",
                        post + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                        get,
                        post + "Content-Length: 5\r\n\r\nhel",
                        "GET / HTTP/1.1\r\nHo")) {
            assertThat(afterTheEnd(ours, requests))
                    .as(requests)
                    .isEqualTo(afterTheEnd(theirs, requests));
        }
    }

    @Test
    void shouldGiveUpTheSameWhereAServerDoesNotReadOrSwitchesUnasked() throws Exception {
        Origin switching =
                running.origin(
                        Origin.bytes(
                                "HTTP/1.1 101 Yes\r\nConnection: upgrade\r\nUpgrade: a\r\n\r\n",
                                true));
        var deaf = running.closed(new java.net.ServerSocket(0));
        start(
                WEB
                        + """
                            timeout client 5s
                            use_backend switching if { path /switch }
                            default_backend app
                        backend switching
                            server a 127.0.0.1:%d
                        backend app
                            timeout server 1s
                            server a 127.0.0.1:%d
                        """,
                switching.port(),
                deaf.getLocalPort());
        same("/switch");
        assertThat(endlessly(theirs)).as("or a reset that overtakes the answer").isIn(504, 0);
        assertThat(endlessly(ours)).isEqualTo(504);
    }

    private static int endlessly(InetSocketAddress proxy) throws Exception {
        try (Wire wire = Wire.to(proxy)) {
            wire.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 300000000\r\n\r\n");
            var sending =
                    new Thread(
                            () -> {
                                try {
                                    for (int i = 0; i < 3000; i++) {
                                        wire.send("x".repeat(100_000));
                                    }
                                } catch (IOException ended) {
                                    // As it should.
                                }
                            },
                            "sends-endlessly");
            sending.setDaemon(true);
            sending.start();
            return wire.answer().status();
        } catch (IOException reset) {
            return 0;
        }
    }

    @Test
    void shouldTurnAwayTheSameWhenItIsBusy() throws Exception {
        var answers = new Semaphore(0);
        Origin slow =
                running.origin(
                        (request, connection) -> {
                            answers.acquireUninterruptibly();
                            Origin.write(
                                    connection, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na");
                            return true;
                        });
        Path socket = directory.resolve("s");
        start(
                OBSERVED
                        + """
                            timeout queue 60s
                            acl more be_conn(app) gt 3
                            http-request deny deny_status 404 if { path /many } { be_conn(app) gt 2 }
                            http-request deny deny_status 405 if { path /more } more
                            http-request deny deny_status 408 if { nbsrv(app) ge 2 }
                            http-request deny deny_status 429 if { queue(app) ge 2 }
                            use_backend none if { nbsrv(none) lt 1 } { path /none }
                            default_backend app
                        backend none
                        backend app
                            server a 127.0.0.1:%d maxconn 1
                        """,
                socket,
                slow.port());
        same("/none");
        List<Wire> clients = new ArrayList<>();
        for (InetSocketAddress one : List.of(ours, theirs)) {
            for (int i = 0; i < 3; i++) {
                clients.add(running.closed(Wire.to(one)).get("/"));
            }
        }
        var commands = new Commands(proxy::status, () -> "");
        List<String> waiting = List.of("qcur=", "qcur=0", "qcur=0", "qcur=2");
        await("two wait, at each")
                .untilAsserted(
                        () -> {
                            for (String csv :
                                    List.of(
                                            commands.run("show stat"),
                                            UnixSocket.ask(socket, "show stat"))) {
                                assertThat(rows(csv, List.of("qcur"))).isEqualTo(waiting);
                            }
                        });
        same("/");
        same("/many");
        same("/more");
        answers.release(clients.size());
        for (Wire client : clients) {
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    private static int status(InetSocketAddress proxy, String request) throws IOException {
        try (Wire wire = Wire.to(proxy)) {
            wire.send(request);
            return wire.answer().status();
        }
    }

    @Test
    void shouldTakeCommandsTheSameAndCountTheSame() throws Exception {
        Origin origin = running.origin("a");
        Path socket = directory.resolve("s");
        start(
                OBSERVED
                        + """
                            stats enable
                            stats uri /st
                            default_backend app
                        backend app
                            server a 127.0.0.1:%d weight 4 check
                            server b 127.0.0.1:%d backup
                        """,
                socket,
                origin.port(),
                origin.port());
        var commands = new Commands(proxy::status, () -> "");
        for (int i = 0; i < 3; i++) {
            Wire.ask(ours, "/");
            Wire.ask(theirs, "/");
        }
        for (String command :
                List.of(
                        "get weight app/a",
                        "set weight app/a 9",
                        "set weight app/a 50%",
                        "set server app/a state drain",
                        "set server app/a state ready",
                        "disable server app/a",
                        "enable server app/a",
                        "set weight app/x 1",
                        "set weight xxx/a 1")) {
            assertThat(commands.run(command) + "\n")
                    .as(command)
                    .isEqualTo(UnixSocket.ask(socket, command));
        }
        // No 4xx: it counts our knocking.
        sameColumns(
                socket,
                "pxname svname status weight act bck econ eresp hrsp_2xx hrsp_5xx type mode iid sid"
                        + " check_status check_code last_chk check_desc check_rise check_fall"
                        + " check_health qmax qlimit throttle dresp cli_abrt srv_abrt");
        String first = UnixSocket.ask(socket, "show stat").lines().findFirst().orElseThrow();
        assertThat(Wire.ask(ours, "/st;csv").text().lines().findFirst().orElseThrow())
                .as("the beginning of HAProxy's line of columns")
                .isEqualTo(first.substring(0, first.indexOf(",algo,") + 6));
    }

    /** Waits until these columns are the same in both, but for the lines that begin so. */
    private void sameColumns(Path socket, String columns, String... without) {
        var commands = new Commands(proxy::status, () -> "");
        List<String> names = List.of(columns.split(" "));
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(
                        () ->
                                assertThat(rows(commands.run("show stat"), names, without))
                                        .isEqualTo(
                                                rows(haproxysStatistics(socket), names, without)));
    }

    // A check that is under way is marked there: whether one is, is a matter of the moment.
    private static String haproxysStatistics(Path socket) throws IOException {
        return UnixSocket.ask(socket, "show stat").replace(",* ", ",");
    }

    @Test
    void shouldSayTheSameOfFailedChecks() throws Exception {
        Origin well = running.origin("well");
        Origin ill = running.origin(Origin.bytes("HTTP/1.1 503 Not now\r\n\r\n", false));
        Origin other = running.origin(Origin.bytes("SSH-2.0-OpenSSH\r\n\r\n", false));
        Origin ends = running.origin(Origin.bytes("", false));
        Origin silent = running.origin(Origin.bytes("", true));
        Origin dead = running.origin("dead");
        dead.kill();
        Path socket = directory.resolve("s");
        start(
                OBSERVED
                        + """
                            timeout check 1s
                            default_backend app
                        backend app
                            option httpchk GET /
                            server well 127.0.0.1:%d check inter 200ms
                            server ill 127.0.0.1:%d check inter 200ms rise 4 fall 5
                            server other 127.0.0.1:%d check inter 200ms
                            server ends 127.0.0.1:%d check inter 200ms
                            server silent 127.0.0.1:%d check inter 200ms
                            server dead 127.0.0.1:%7$d check inter 200ms
                        backend raw
                            mode tcp
                            server well 127.0.0.1:%2$d check inter 200ms
                            server dead 127.0.0.1:%7$d check inter 200ms
                        """,
                socket,
                well.port(),
                ill.port(),
                other.port(),
                ends.port(),
                silent.port(),
                dead.port());
        sameColumns(
                socket,
                "pxname svname status iid sid check_status check_code last_chk check_desc"
                        + " check_rise check_fall check_health");
    }

    @Test
    void shouldCountWhatBreaksTheSame() throws Exception {
        Origin cut =
                running.origin(
                        Origin.bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", false));
        Origin ends = running.origin(Origin.bytes("", false));
        Origin well = running.origin("well");
        Origin dead = running.origin("dead");
        dead.kill();
        Path socket = directory.resolve("s");
        start(
                OBSERVED
                        + """
                            use_backend cut if { path /cut }
                            use_backend ends if { path /ends }
                            use_backend dead if { path /dead }
                            use_backend both if { path /both }
                            default_backend well
                        backend cut
                            server a 127.0.0.1:%d
                        backend ends
                            retries 0
                            server a 127.0.0.1:%d
                        backend dead
                            retries 1
                            server a 127.0.0.1:%d
                        backend both
                            option redispatch
                            server a 127.0.0.1:%4$d
                            server b 127.0.0.1:%5$d
                        backend well
                            server b 127.0.0.1:%5$d
                        """,
                socket,
                cut.port(),
                ends.port(),
                dead.port(),
                well.port());
        for (InetSocketAddress one : List.of(ours, theirs)) {
            try (Wire wire = Wire.to(one)) {
                wire.get("/cut");
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1)) // a byte each
                        .until(wire::isEnded);
            }
            int before = well.accepted();
            try (Wire wire = Wire.to(one)) {
                wire.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
                await("the server is asked").until(() -> well.accepted() > before);
            }
            for (String target : List.of("/ends", "/dead", "/both", "/", "/")) {
                Wire.ask(one, target);
            }
        }
        sameColumns(
                socket,
                "pxname svname econ eresp wretr wredis cli_abrt srv_abrt req_tot hrsp_2xx"
                        + " hrsp_5xx",
                "web,FRONTEND"); // its requests count our knocking
    }

    private static List<String> rows(String csv, List<String> columns, String... without) {
        List<String> lines = csv.lines().filter(line -> !line.isBlank()).toList();
        List<String> names = List.of(lines.get(0).substring(2).split(","));
        return lines.subList(1, lines.size()).stream()
                .filter(line -> Stream.of(without).noneMatch(line::startsWith))
                .map(line -> line.split(",", -1))
                .map(
                        values ->
                                columns.stream()
                                        .map(column -> column + "=" + values[names.indexOf(column)])
                                        .collect(Collectors.joining(" ")))
                .toList();
    }

    @Test
    void shouldBelieveTheSamePreambles() throws Exception {
        Origin origin = running.origin(mirror());
        start(
                WEB.replace("$PORT\"", "$PORT\" accept-proxy")
                        + """
                            option forwardfor
                            default_backend app
                        backend app
                            server a 127.0.0.1:%d
                        """,
                origin.port());
        for (InetSocketAddress one : List.of(ours, theirs)) {
            try (Wire wire = Wire.to(one)) {
                wire.send("PROXY TCP4 192.0.2.7 198.51.100.1 51234 443\r\n");
                assertThat(wire.get("/").answer().text()).contains("x-forwarded-for=[192.0.2.7]");
            }
            try (Wire wire = Wire.to(one)) {
                assertThat(wire.get("/").isEnded()).as("without a header").isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"send-proxy", "send-proxy-v2"})
    void shouldReadEachOthersPreambles(String version) throws Exception {
        Origin origin = running.origin(mirror());
        Path inner =
                Files.writeString(
                        directory.resolve("inner.cfg"),
                        WEB.replace("$PORT\"", "$PORT\" accept-proxy")
                                + """
                                    option forwardfor
                                    default_backend app
                                backend app
                                    server a 127.0.0.1:%d
                                """
                                        .formatted(origin.port()));
        String outer =
                WEB
                        + """
                            default_backend app
                        backend app
                            server a 127.0.0.1:%d %s
                        """;
        start(outer, ours(inner).address("web").getPort(), version);
        assertThat(Wire.ask(theirs, "/").text())
                .as("HAProxy before ours")
                .contains("x-forwarded-for=[127.0.0.1]");
        start(outer, haproxy(inner).getPort(), version);
        assertThat(Wire.ask(ours, "/").text())
                .as("ours before HAProxy")
                .contains("x-forwarded-for=[127.0.0.1]");
    }
}
