package labs.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a body ends. */
@Timeout(30)
final class FramingTest {
    private static Head request(String fields) throws BadMessage {
        return head("POST / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n");
    }

    private static Head head(String text) throws BadMessage {
        return HeadParser.request(text.getBytes(ISO_8859_1));
    }

    private static Head response(int status, String fields) throws BadMessage {
        return HeadParser.response(
                ("HTTP/1.1 " + status + " X\r\n" + fields + "\r\n").getBytes(ISO_8859_1));
    }

    /** How many of these bytes are of the body, or -1 if it is not done with them. */
    private static int length(Body body, String bytes) throws BadMessage {
        ByteBuf in = Unpooled.copiedBuffer(bytes, ISO_8859_1);
        int length = body.next(in);
        return body.isDone() ? length : -1;
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "'Content-Length: 0\r\n', 0",
        "'Content-Length: 5\r\n', 5",
        "'Content-Length: 5\r\nContent-length: 5\r\n', 5",
        "'Content-Length: 5, 5\r\n', 5",
        "'Content-Length: 11\r\n', -1",
    })
    void shouldKnowTheLengthOfARequest(String fields, int length) throws BadMessage {
        assertThat(length(Framing.ofRequest(request(fields)), "1234567890")).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Content-Length: 5, 6\r\n",
                "Content-Length: 5,\r\n",
                "Content-Length: +5\r\n",
                "Content-Length: -5\r\n",
                "Content-Length: 0x5\r\n",
                "Content-Length: 5 5\r\n",
                "Content-Length: \r\n",
                "Content-Length: 9223372036854775808\r\n",
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                "Transfer-Encoding: gzip, chunked\r\n",
                "Transfer-Encoding: chunked, chunked\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: identity\r\n",
                "Transfer-Encoding: \r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: \"chunked\"\r\n",
            })
    void shouldRefuseLengthsThatCouldBeTwo(String fields) {
        assertThatThrownBy(() -> Framing.ofRequest(request(fields))).isInstanceOf(BadMessage.class);
    }

    @Test
    void shouldRefuseChunksInHttp10() {
        assertThatThrownBy(
                        () ->
                                Framing.ofRequest(
                                        head(
                                                "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n")))
                .isInstanceOf(BadMessage.class);
    }

    @Test
    void shouldKnowTheLengthOfAResponse() throws BadMessage {
        assertThat(
                        length(
                                Framing.ofResponse(response(200, "Content-Length: 3\r\n"), "GET"),
                                "12345"))
                .isEqualTo(3);
        assertThat(Framing.ofResponse(response(200, ""), "GET").isUntilClose()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"200, HEAD", "204, GET", "304, GET", "100, GET"})
    void shouldKnowWhichAnswersHaveNoBodyWhateverTheySay(int status, String method)
            throws BadMessage {
        Head head = response(status, "Content-Length: 3\r\n");
        assertThat(Framing.ofResponse(head, method).isDone()).isTrue();
        assertThatThrownBy(
                        () ->
                                Framing.ofResponse(
                                        response(status, "Content-Length: 3, 4\r\n"), method))
                .as("a length that is wrong is wrong there, too")
                .isInstanceOf(BadMessage.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0\r\n\r\n",
                "5\r\nhello\r\n0\r\n\r\n",
                "a;x=\"y\"\r\n0123456789\r\n000\r\n\r\n",
                "1\r\n\n\r\n0\r\nTrailer: a\r\nB:c\r\n\r\n",
                "00000000000001F\r\n0123456789012345678901234567890\r\n0\r\n\r\n",
            })
    void shouldFindTheEndOfChunksInPiecesOfAnySize(String chunks) throws BadMessage {
        for (int size = 1; size <= chunks.length(); size++) {
            Body body = Body.chunked();
            int seen = 0;
            for (int from = 0; from < chunks.length(); from += size) {
                String piece = chunks.substring(from, Math.min(chunks.length(), from + size));
                assertThat(body.isDone()).as("before the end").isFalse();
                seen += body.next(Unpooled.copiedBuffer(piece, ISO_8859_1));
            }
            assertThat(body.isDone()).as("in pieces of %d", size).isTrue();
            assertThat(seen).isEqualTo(chunks.length());
        }
        assertThat(length(Body.chunked(), chunks + "GET /")).isEqualTo(chunks.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "g\r\n",
                " 5\r\nhello\r\n",
                "5 \r\nhello\r\n",
                "0x5\r\nhello\r\n",
                "-5\r\n",
                "5\nhello\r\n",
                "5\r\nhello\n",
                "5\r\nhelloo\r\n",
                "5\r\nhello0\r\n\r\n",
                "5\rhello\r\n",
                "5;a\nb\r\nhello\r\n",
                "5;a\rb\r\nhello\r\n",
                "5;a\u0000\r\nhello\r\n",
                "0\r\n\n",
                "0\r\n: a\r\n\r\n",
                "0\r\n folded: a\r\n\r\n",
                "0\r\nA: b\n\r\n",
                "0\r\n\rX",
                "ffffffffffffffff\r\n",
                "0000000000000000005\r\n",
            })
    void shouldRefuseChunksThatAreNotToTheLetter(String chunks) {
        assertThatThrownBy(() -> length(Body.chunked(), chunks)).isInstanceOf(BadMessage.class);
    }

    @Test
    void shouldSetAnEndToLinesOfChunks() {
        assertThatThrownBy(() -> length(Body.chunked(), "5;" + "x".repeat(300)))
                .isInstanceOf(BadMessage.class);
        assertThatThrownBy(() -> length(Body.chunked(), "0\r\n" + "A: b\r\n".repeat(3000)))
                .isInstanceOf(BadMessage.class);
    }
}
