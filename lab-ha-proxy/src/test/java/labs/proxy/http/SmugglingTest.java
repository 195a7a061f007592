package labs.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import labs.kit.LabTest;
import labs.kit.Seed;
import labs.proxy.testing.Message;
import labs.proxy.testing.Origin;
import labs.proxy.testing.Running;
import labs.proxy.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whether a client can have the server see a request that the proxy did not see. The proxy marks
 * each request that it knows of; one without the mark was smuggled.
 */
@Timeout(600)
@LabTest
final class SmugglingTest {
    private static final String HIDDEN = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

    private static final String MARKING =
            """
                http-request set-header X-Seen yes
                server a 127.0.0.1:%d
            """;

    @RegisterExtension final Running running = new Running();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nContent-Length: 0\r\n\r\n",
                "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 100\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: x\r\n chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n0 \r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n0\n\r\n",
                "Content-Length: 0\n\r\n",
                "A: b\n\n",
                "A: b\r\r\n\r\n",
                "Content-Length: 0\r\n\tx\r\n\r\n",
                "Content-Length: +0\r\n\r\n",
            })
    void shouldEndAConnectionWhoseNextRequestCouldBeTwo(String fields) throws Exception {
        Origin origin = running.origin("a");
        try (Wire wire = Wire.to(running.http(MARKING, origin.port()))) {
            wire.send("POST /1 HTTP/1.1\r\nHost: x\r\n" + fields + HIDDEN);
            assertThat(wire.answer().status()).isEqualTo(400);
            assertThat(wire.isEnded()).as("the connection").isTrue();
        }
        assertThat(origin.seen()).allSatisfy(SmugglingTest::known);
    }

    @Test
    void shouldNotTakeAnAnswerForTheNextRequest() throws Exception {
        // A server that says more than was asked for: the rest must not become somebody's answer.
        Origin origin =
                running.origin(
                        Origin.bytes(
                                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"
                                        + "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong",
                                true));
        InetSocketAddress proxy = running.http("    server a 127.0.0.1:%d\n", origin.port());
        try (Wire wire = Wire.to(proxy)) {
            for (int i = 0; i < 3; i++) {
                assertThat(wire.get("/").answer().text()).isEqualTo("a");
            }
        }
    }

    @Test
    void shouldStandMutatedRequests(@Seed long seed) throws Exception {
        Random random = new Random(seed);
        Origin origin = running.origin("a");
        InetSocketAddress proxy = running.http(MARKING, origin.port());
        int count = Integer.getInteger("lab.requests", 4000);
        for (int i = 0; i < count; i++) {
            String sent = mutated(i, random);
            String back = converse(proxy, sent);
            assertThat(whole(back)).as("answers to %s", escaped(sent)).isTrue();
        }
        assertThat(Wire.ask(proxy, "/alive").status()).isEqualTo(200);
        assertThat(origin.seen()).hasSizeGreaterThan(count / 50).allSatisfy(SmugglingTest::known);
    }

    private static void known(Message request) {
        assertThat(request.values("x-seen")).as("the proxy's mark on %s", request).hasSize(1);
    }

    /** A request whose body looks like another one, with a few bytes changed, moved or doubled. */
    private static String mutated(int number, Random random) {
        boolean chunked = random.nextBoolean();
        String body = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
        String framing =
                chunked
                        ? "Transfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(body.length())
                                + "\r\n"
                                + body
                                + "\r\n0\r\n\r\n"
                        : "Content-Length: " + body.length() + "\r\n\r\n" + body;
        var text =
                new StringBuilder(
                        "POST /n" + number + " HTTP/1.1\r\nHost: x\r\nA: b\r\n" + framing);
        int head = text.indexOf("\r\n\r\n") + (chunked ? 8 : 4);
        int from = text.indexOf(" HTTP");
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            mutate(text, from + random.nextInt(head - from), random);
        }
        return text.toString();
    }

    private static void mutate(StringBuilder text, int at, Random random) {
        String bytes = "\r\n\t :;,0159afx\u0000\u000b\u007f\u00e9-+\"";
        char any = bytes.charAt(random.nextInt(bytes.length()));
        switch (random.nextInt(5)) {
            case 0 -> text.setCharAt(at, any);
            case 1 -> text.insert(at, any);
            case 2 -> text.deleteCharAt(at);
            case 3 -> text.insert(at, text.substring(at, Math.min(text.length(), at + 20)));
            default -> text.insert(at, any).insert(at, any);
        }
    }

    private static String converse(InetSocketAddress proxy, String sent) throws IOException {
        try (Wire wire = Wire.to(proxy)) {
            wire.send(sent);
            wire.socket().shutdownOutput();
            return wire.rest();
        } catch (java.net.SocketException reset) {
            return "";
        }
    }

    /** Whether these are whole answers and nothing else. */
    private static boolean whole(String back) {
        InputStream in = new ByteArrayInputStream(back.getBytes(ISO_8859_1));
        try {
            while (in.available() > 0) {
                List<Integer> known = List.of(200, 400, 405, 408);
                if (!known.contains(Message.readResponse(in).status())) {
                    return false;
                }
            }
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static String escaped(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }
}
