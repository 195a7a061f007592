package labs.rpc.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ValueWriterTest {
    record Point(int x, int y) {}

    record Label(String text, Point at) {}

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(42, "<int>42</int>"),
                Arguments.of((short) 3, "<int>3</int>"),
                Arguments.of(1L << 40, "<i8>1099511627776</i8>"),
                Arguments.of(true, "<boolean>1</boolean>"),
                Arguments.of("a", "<string>a</string>"),
                Arguments.of('c', "<string>c</string>"),
                Arguments.of(DayOfWeek.MONDAY, "<string>MONDAY</string>"),
                Arguments.of(2.5, "<double>2.5</double>"),
                Arguments.of(1e20, "<double>100000000000000000000</double>"),
                Arguments.of(1.5e-5, "<double>0.000015</double>"),
                Arguments.of(
                        LocalDateTime.of(1998, 7, 17, 14, 8, 5),
                        "<dateTime.iso8601>19980717T14:08:05</dateTime.iso8601>"),
                Arguments.of("hello".getBytes(UTF_8), "<base64>aGVsbG8=</base64>"),
                Arguments.of(null, "<nil/>"),
                Arguments.of(
                        List.of(1, "b"),
                        "<array><data><value><int>1</int></value><value><string>b</string></value></data></array>"),
                Arguments.of(
                        new int[] {7}, "<array><data><value><int>7</int></value></data></array>"),
                Arguments.of(
                        new Point(1, 2),
                        "<struct><member><name>x</name><value><int>1</int></value></member>"
                                + "<member><name>y</name><value><int>2</int></value></member></struct>"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldWriteEachJavaTypeAsItsXmlRpcType(Object value, String inside) {
        assertThat(write(value)).isEqualTo("<value>" + inside + "</value>");
    }

    @Test
    void shouldGetBackWhatItWrote() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "tabs\t, lines\n, returns\r\n, <tags> & ]]> \"quotes\" \u007f \u0085");
        value.put("scripts", "ä € 日本 😀 \ud83d\udc69\u200d\ud83d\ude80");
        value.put("<name>", Arrays.asList(1, null, -0.1, Double.MIN_VALUE, Double.MAX_VALUE, ""));
        value.put("", Map.of("time", LocalDateTime.of(2024, 2, 29, 23, 59, 59)));
        XmlInput in = XmlInput.of(write(value).getBytes(UTF_8));
        assertThat(new ValueReader(in).read())
                .as("what XmlOutput.text escapes, a reader must find again; \\r is the hard one")
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nul \0",
                "escape \u001b",
                "not a character \uffff",
                "half a pair \ud83d",
                "the other half \ude00 alone",
                "the wrong way round \ude00\ud83d"
            })
    void shouldRefuseCharactersThatXmlForbids(String text) {
        assertThatThrownBy(() -> write(text))
                .as("no peer could read the document; see isXmlCharacter in XmlOutput")
                .isInstanceOf(BadValueException.class)
                .hasMessageContaining("U+");
    }

    @Test
    void shouldGrowForLongTexts() {
        String text = "<€😀>".repeat(50_000);
        XmlInput in = XmlInput.of(write(text).getBytes(UTF_8));
        assertThat(new ValueReader(in).read()).isEqualTo(text);
    }

    @Test
    void shouldRefuseWhatXmlRpcHasNoTypeFor() {
        for (Object value :
                List.of(
                        Double.NaN,
                        Double.NEGATIVE_INFINITY,
                        java.time.Duration.ZERO,
                        new Object(),
                        Thread.currentThread(),
                        Map.of(1, "one"),
                        LocalDateTime.of(12024, 1, 1, 0, 0))) {
            assertThatThrownBy(() -> write(value))
                    .as("%s of %s", value, value.getClass())
                    .isInstanceOf(BadValueException.class);
        }
    }

    @Test
    void shouldRefuseAnObjectThatHoldsItself() {
        List<Object> snake = new ArrayList<>();
        snake.add(snake);
        assertThatThrownBy(() -> write(snake))
                .as("count the depth in ValueWriter.write")
                .isInstanceOf(BadValueException.class);
    }

    @Test
    void shouldGiveDepthBackWhenAValueEnds() {
        List<List<Object>> flat = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            flat.add(List.of());
        }
        assertThat(write(flat)).as("200 lists side by side are not deep").contains("<data></data>");
    }

    @Test
    void shouldWriteRecordsWithinRecordsAndLeaveOutWhatIsNull() {
        assertThat(write(new Label("here", new Point(1, 2))))
                .contains("<name>text</name>", "<name>at</name><value><struct>", "<name>y</name>");
        assertThat(write(new Label("nowhere", null)))
                .as("nil is an extension: a peer need not know it")
                .doesNotContain("nil", "<name>at</name>");
    }

    private static String write(Object value) {
        XmlOutput out = new XmlOutput();
        new ValueWriter(out).write(value);
        return new String(out.toByteArray(), UTF_8);
    }
}
