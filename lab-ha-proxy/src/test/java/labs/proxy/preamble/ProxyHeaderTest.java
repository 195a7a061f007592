package labs.proxy.preamble;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PROXY protocol, both versions. */
@Timeout(30)
final class ProxyHeaderTest {
    private static final ProxyHeader IP4 =
            new ProxyHeader(
                    new InetSocketAddress("192.0.2.7", 51234),
                    new InetSocketAddress("198.51.100.1", 443));
    private static final ProxyHeader IP6 =
            new ProxyHeader(
                    new InetSocketAddress("2001:db8::1", 1), new InetSocketAddress("::1", 65535));
    private static final ProxyHeader NOBODY = new ProxyHeader(null, null);
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    private static String line(ProxyHeader header) {
        ByteBuf out = Unpooled.buffer();
        header.writeLine(out);
        return out.toString(ISO_8859_1);
    }

    private static String hex(ProxyHeader header) {
        ByteBuf out = Unpooled.buffer();
        header.writeBinary(out);
        return ByteBufUtil.hexDump(out);
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, ISO_8859_1);
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }

    @Test
    void shouldWriteALine() {
        assertThat(line(IP4)).isEqualTo("PROXY TCP4 192.0.2.7 198.51.100.1 51234 443\r\n");
        assertThat(line(IP6)).isEqualTo("PROXY TCP6 2001:db8::1 ::1 1 65535\r\n");
        assertThat(line(NOBODY)).isEqualTo("PROXY UNKNOWN\r\n");
    }

    @Test
    void shouldWriteBytes() {
        assertThat(hex(IP4))
                .isEqualTo(SIGNATURE + "2111000c" + "c0000207" + "c6336401" + "c82201bb");
        assertThat(hex(IP6))
                .isEqualTo(
                        SIGNATURE
                                + "21210024"
                                + "20010db8000000000000000000000001"
                                + "00000000000000000000000000000001"
                                + "0001ffff");
        assertThat(hex(NOBODY)).isEqualTo(SIGNATURE + "20000000");
    }

    @Test
    void shouldReadWhatItWritesFromPiecesOfAnySize() throws BadPreamble {
        for (ProxyHeader header : new ProxyHeader[] {IP4, IP6, NOBODY}) {
            for (boolean binary : new boolean[] {false, true}) {
                ByteBuf all = Unpooled.buffer();
                if (binary) {
                    header.writeBinary(all);
                } else {
                    header.writeLine(all);
                }
                inPieces(header, all);
            }
        }
    }

    private static void inPieces(ProxyHeader header, ByteBuf all) throws BadPreamble {
        int length = all.readableBytes();
        for (int cut = 0; cut < length; cut++) {
            ByteBuf in = Unpooled.buffer().writeBytes(all, 0, cut);
            assertThat(ProxyHeader.read(in)).as("%d of %d bytes", cut, length).isNull();
            assertThat(in.readableBytes()).as("they stay where they are").isEqualTo(cut);
            in.writeBytes(all, cut, length - cut).writeBytes(text("GET /"));
            assertThat(ProxyHeader.read(in)).isEqualTo(header);
            assertThat(in.toString(ISO_8859_1)).as("what follows").isEqualTo("GET /");
        }
    }

    @Test
    void shouldTakeAHeaderWhoseChecksumIsRight() throws BadPreamble {
        String zeros = SIGNATURE + "21110013" + "c0000207c6336401c82201bb" + "030004";
        var sum = new CRC32C();
        sum.update(ByteBufUtil.decodeHexDump(zeros + "00000000"));
        assertThat(ProxyHeader.read(bytes(zeros + "%08x".formatted(sum.getValue()))))
                .isEqualTo(IP4);
    }

    @Test
    void shouldPassOverWhatItDoesNotKnow() throws BadPreamble {
        ByteBuf more =
                bytes(SIGNATURE + "21110010" + "c0000207" + "c6336401" + "c82201bb" + "04000100");
        assertThat(ProxyHeader.read(more)).as("values behind the addresses").isEqualTo(IP4);
        assertThat(more.isReadable()).isFalse();
        assertThat(ProxyHeader.read(bytes(SIGNATURE + "20110000")).isKnown())
                .as("its own connection")
                .isFalse();
        assertThat(ProxyHeader.read(bytes(SIGNATURE + "21310002aabb")).isKnown())
                .as("a Unix socket")
                .isFalse();
        assertThat(ProxyHeader.read(text("PROXY UNKNOWN ff ff 1 2\r\n")).isKnown()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "PROXY\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 51234\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 51234 443 \r\n",
                "PROXY  TCP4 192.0.2.7 198.51.100.1 51234 443\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 51234 443\n",
                "PROXY TCP4 192.0.2.700 198.51.100.1 51234 443\r\n",
                "PROXY TCP4 localhost 198.51.100.1 51234 443\r\n",
                "PROXY TCP4 ::1 ::1 51234 443\r\n",
                "PROXY TCP6 192.0.2.7 198.51.100.1 51234 443\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 65536 443\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 999999999999 443\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 -1 443\r\n",
                "PROXY UDP4 192.0.2.7 198.51.100.1 51234 443\r\n",
            })
    void shouldRefuseOtherLines(String line) {
        assertThatThrownBy(() -> ProxyHeader.read(text(line))).isInstanceOf(BadPreamble.class);
    }

    @Test
    void shouldRefuseALineWithoutAnEnd() {
        assertThatThrownBy(() -> ProxyHeader.read(text("PROXY TCP4 " + "1".repeat(200))))
                .isInstanceOf(BadPreamble.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0d0a0d0a000d0a515549540b" + "20000000",
                SIGNATURE + "11110000",
                SIGNATURE + "22110000",
                SIGNATURE + "2111000b" + "c0000207c6336401c82201",
                SIGNATURE + "2121000c" + "c0000207c6336401c82201bb",
                SIGNATURE + "21110010" + "c0000207c6336401c82201bb" + "04000200",
                SIGNATURE + "2111000e" + "c0000207c6336401c82201bb" + "0400",
                SIGNATURE + "21110013" + "c0000207c6336401c82201bb" + "03000400000000",
                SIGNATURE + "21110011" + "c0000207c6336401c82201bb" + "0300020000",
            })
    void shouldRefuseOtherBytes(String hex) {
        assertThatThrownBy(() -> ProxyHeader.read(bytes(hex))).isInstanceOf(BadPreamble.class);
    }

    @Test
    void shouldNotWaitForTheEndOfWhatIsNone() {
        assertThatThrownBy(() -> ProxyHeader.read(text("\r\n\r\nX")))
                .isInstanceOf(BadPreamble.class);
        assertThatThrownBy(() -> ProxyHeader.read(text("G"))).isInstanceOf(BadPreamble.class);
    }
}
