package labs.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a head ends, and what is none. */
@Timeout(30)
final class HeadReaderTest {
    private static final String GOOD = "GET /a?b=1 HTTP/1.1\r\nHost: x\r\nA:  1 \t \r\nB:\r\n\r\n";

    private final HeadReader reader = HeadReader.ofRequests();

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, ISO_8859_1);
    }

    private static Head request(String text) throws BadMessage {
        return HeadReader.ofRequests().read(bytes(text));
    }

    private static Head response(String text) throws BadMessage {
        return HeadReader.ofResponses().read(bytes(text));
    }

    @Test
    void shouldReadARequest() throws BadMessage {
        Head head = request(GOOD);
        assertThat(head.method()).isEqualTo("GET");
        assertThat(head.target()).isEqualTo("/a?b=1");
        assertThat(head.isVersion11()).isTrue();
        assertThat(head.fields()).isEqualTo(3);
        assertThat(head.name(1)).isEqualTo("A");
        assertThat(head.value(1)).as("without the blanks around it").isEqualTo("1");
        assertThat(head.value(2)).isEmpty();
        assertThat(head.isNamed(0, "host")).as("names have no case").isTrue();
        assertThat(request("GET / HTTP/1.0\r\n\r\n").isVersion11()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://x/a HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http://X:80/a HTTP/1.1\r\nHost: x\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
            })
    void shouldReadTargetsOfOtherForms(String text) throws BadMessage {
        assertThat(request(text).fields()).isEqualTo(1);
    }

    @Test
    void shouldTakeALaterVersionForTheLastThatItKnows() throws BadMessage {
        Head head = request("GET / HTTP/1.2\r\nHost: x\r\n\r\n");
        assertThat(head.isVersion11()).isTrue();
        ByteBuf out = Unpooled.buffer();
        head.writeStartLine(out);
        assertThat(out.toString(ISO_8859_1)).as("and says its own").isEqualTo("GET / HTTP/1.1\r\n");
        assertThat(request("H.1 / HTTP/1.0\r\n\r\n").isVersion11())
                .as("the method does not matter")
                .isFalse();
    }

    @Test
    void shouldReadAResponse() throws BadMessage {
        Head head = response("HTTP/1.1 404 Not found at all\r\nA: b\r\n\r\n");
        assertThat(head.status()).isEqualTo(404);
        assertThat(head.isVersion11()).isTrue();
        assertThat(response("HTTP/1.0 200 \r\n\r\n").isVersion11()).isFalse();
        assertThat(response("HTTP/1.1 200\r\n\r\n").status()).as("no reason").isEqualTo(200);
    }

    @Test
    void shouldReadItFromPiecesOfAnySize() throws BadMessage {
        for (int cut = 1; cut < GOOD.length(); cut++) {
            ByteBuf in = bytes(GOOD.substring(0, cut));
            var reader = HeadReader.ofRequests();
            assertThat(reader.read(in)).as("cut at %d", cut).isNull();
            in.writeBytes(bytes(GOOD.substring(cut) + "next"));
            assertThat(reader.read(in).fields()).as("cut at %d", cut).isEqualTo(3);
            assertThat(in.toString(ISO_8859_1)).as("what is behind it stays").isEqualTo("next");
        }
    }

    @Test
    void shouldReadOneBehindTheOther() throws BadMessage {
        ByteBuf in = bytes(GOOD + "\r\n\r\n" + GOOD.replace("/a", "/b"));
        assertThat(reader.read(in).target()).startsWith("/a");
        assertThat(reader.read(in).target()).as("behind empty lines").startsWith("/b");
        assertThat(reader.read(in)).isNull();
    }

    @Test
    void shouldNotLookAtTheSameBytesAgainAndAgain() throws BadMessage {
        // 14,000 bytes, one at a time: if each looked at all before it, 98 million looks.
        ByteBuf in = Unpooled.buffer();
        var counting = new CountingBuf(in);
        in.writeBytes(bytes("GET / HTTP/1.1\r\nA: "));
        for (int i = 0; i < 14_000; i++) {
            in.writeByte('x');
            assertThat(reader.read(counting)).isNull();
        }
        assertThat(counting.looked())
                .as("bytes that were searched for the end of a line")
                .isLessThan(100_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: x\n\n",
                "GET / HTTP/1.1\r\nHost: x\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n\tA: b\r\n\r\n",
                "GET / HTTP/1.1\r\n Host: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA\t: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA(: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA\u00e4: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\u0000c\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\u007f\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
                "GET admin/x HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a#/admin HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http://y/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http://x:81/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http:///x HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nA: b\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / x HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /  HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /\u00e4 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1 \r\nHost: x\r\n\r\n",
                "GET http://x?/a HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.10\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.x\r\nHost: x\r\n\r\n",
                "GET / http/1.1\r\nHost: x\r\n\r\n",
                "GET /\r\nHost: x\r\n\r\n",
                "GET\r\nHost: x\r\n\r\n",
                "G(T / HTTP/1.1\r\nHost: x\r\n\r\n",
                " GET / HTTP/1.1\r\nHost: x\r\n\r\n",
            })
    void shouldRefuseWhatTwoReadersCouldReadInTwoWays(String text) {
        assertThatThrownBy(() -> request(text)).isInstanceOf(BadMessage.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 2x0 OK\r\n\r\n",
                "HTTP/1.1  200 OK\r\n\r\n",
                "HTTP/3 200 OK\r\n\r\n",
                "HTTP/1.1 200 O\u0001K\r\n\r\n",
                "HTTP/1.1 200 OK\nA: b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
            })
    void shouldRefuseSuchAnswers(String text) {
        assertThatThrownBy(() -> response(text)).isInstanceOf(BadMessage.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u0016\u0003\u0001", "\n", "GET / HTTP/1.1\nHo", "{\"a\":1}", "\u0000"})
    void shouldNotWaitForTheEndOfWhatIsWrongAlready(String text) {
        assertThatThrownBy(() -> request(text)).isInstanceOf(BadMessage.class);
    }

    @Test
    void shouldSetAnEndToEndlessHeads() throws BadMessage {
        ByteBuf in = bytes("GET / HTTP/1.1\r\nA: ");
        int before = in.readableBytes();
        in.writeBytes(new byte[HeadReader.MAX_BYTES - before - 1]);
        for (int i = before; i < in.writerIndex(); i++) {
            in.setByte(i, 'x');
        }
        assertThat(reader.read(in)).as("one byte less than too many").isNull();
        in.writeByte('x');
        assertThatThrownBy(() -> reader.read(in)).isInstanceOf(BadMessage.class);
    }

    @Test
    void shouldSetAnEndToTheNumberOfFields() throws BadMessage {
        String many = "A: b\r\n".repeat(HeadParser.MAX_FIELDS - 1);
        String text = "GET / HTTP/1.1\r\nHost: x\r\n" + many;
        assertThat(request(text + "\r\n").fields()).isEqualTo(HeadParser.MAX_FIELDS);
        assertThatThrownBy(() -> request(text + "A: b\r\n\r\n")).isInstanceOf(BadMessage.class);
    }
}
