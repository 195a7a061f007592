package labs.rpc.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs that nobody here wrote put into their documents. */
@Timeout(20)
class RealValuesTest {
    private static final String EXTENSIONS =
            " xmlns:ex='http://ws.apache.org/xmlrpc/namespaces/extensions'";

    record Named(@Name("user-id") int id, Optional<String> mail) {}

    record Twice(@Name("b") int a, int b) {}

    @ParameterizedTest
    @CsvSource({
        "19980717T14:08:55Z, 1998-07-17T14:08:55",
        "19980717T14:08:55z, 1998-07-17T14:08:55",
        "19980717T14:08:55+0000, 1998-07-17T14:08:55",
        "19980717T14:08:55+00:00, 1998-07-17T14:08:55",
        "1998-07-17T14:08:55+02:00, 1998-07-17T12:08:55",
        "1998-07-17T14:08:55-0530, 1998-07-17T19:38:55",
        "19980717T230000-02, 1998-07-18T01:00:00",
        "19980717T140855, 1998-07-17T14:08:55",
        "19980717T14:08, 1998-07-17T14:08",
        "19980717T1408Z, 1998-07-17T14:08",
        "19980717, 1998-07-17T00:00",
        "1998-07-17, 1998-07-17T00:00",
        "1998-07-17 14:08:55, 1998-07-17T14:08:55",
        "19980717T14:08:55.25, 1998-07-17T14:08:55.25",
        "'19980717T14:08:55,123456789012Z', 1998-07-17T14:08:55.123456789",
        "' 19980717T14:08:55 ', 1998-07-17T14:08:55",
        "00000101T00:00:00, 0000-01-01T00:00",
    })
    void shouldReadTheDatesThatRealServersSend(String text, LocalDateTime expected) {
        assertThat(readDate(text, DateReader.LENIENT))
                .as("Dates.lenient of \"%s\"; with a zone, the instant in UTC", text)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "00000000T00:00:00",
                "0000-00-00T00:00:00Z",
                "-0001-11-30T00:00:00Z",
                "-00011130T00:00:00"
            })
    void shouldTakeADateThatIsNoneForNull(String text) {
        assertThat(readDate(text, DateReader.LENIENT))
                .as("empty, or the date zero of databases: \"%s\"", text)
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "20230230T00:00:00",
                "19980717T25:00:00",
                "19980717T14:60:00",
                "19980717T14:08:55+99:00",
                "19980717T14:08:55 Europe/Berlin",
                "1998-07",
                "١٩٩٨٠٧١٧T14:08:55",
            })
    void shouldStillRefuseWhatIsNoDate(String text) {
        assertThatExceptionOfType(BadValueException.class)
                .as(text)
                .isThrownBy(() -> readDate(text, DateReader.LENIENT));
    }

    @Test
    void shouldReadDatesByTheReaderThatItWasGiven() {
        assertThat(readDate("19980717T14:08:55", DateReader.STRICT))
                .isEqualTo(LocalDateTime.of(1998, 7, 17, 14, 8, 55));
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> readDate("19980717T14:08:55Z", DateReader.STRICT));
        assertThat(readDate("half past nine", text -> text.length())).isEqualTo(14);
    }

    @Test
    void shouldReadApachesExtensionTypes() {
        assertThat(read("<ex:i1>-128</ex:i1>")).isEqualTo(-128);
        assertThat(read("<ex:i2>32767</ex:i2>")).isEqualTo(32767);
        assertThat(read("<ex:i8>5000000000</ex:i8>")).isEqualTo(5_000_000_000L);
        assertThat(read("<ex:nil/>")).isNull();
        assertThat(read("<ex:float>0.5</ex:float>")).isEqualTo(0.5);
        assertThat(read("<ex:bigdecimal>1.10</ex:bigdecimal>")).isEqualTo(new BigDecimal("1.10"));
        assertThat(read("<ex:biginteger>123456789012345678901</ex:biginteger>"))
                .isEqualTo(new BigInteger("123456789012345678901"));
        assertThat(read("<ex:dateTime>2024-02-29T12:00:00.000+01:00</ex:dateTime>"))
                .isEqualTo(LocalDateTime.of(2024, 2, 29, 11, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ex:i1>128</ex:i1>",
                "<ex:i2>-32769</ex:i2>",
                "<ex:float>NaN</ex:float>",
                "<ex:bigdecimal>1e999999999</ex:bigdecimal>",
                "<ex:bigdecimal>1e-999999999</ex:bigdecimal>",
                "<ex:serializable>rO0ABQ==</ex:serializable>",
                "<i1>1</i1>",
                "<bigdecimal>1</bigdecimal>",
            })
    void shouldRefuseWhatIsNoExtensionType(String xml) {
        assertThatExceptionOfType(BadValueException.class).as(xml).isThrownBy(() -> read(xml));
    }

    @Test
    void shouldNotSpendMinutesOnANumberOfAMillionDigits() {
        String digits = "9".repeat(1_000_000);
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> read("<ex:biginteger>" + digits + "</ex:biginteger>"));
    }

    @Test
    void shouldReadAnArrayWithoutData() {
        assertThat(read("<array/>")).isEqualTo(List.of());
        assertThat(read("<array> </array>")).isEqualTo(List.of());
    }

    @Test
    void shouldPassOverAProcessingInstruction() {
        assertThat(read("<string>a<?php echo 1 ?>b</string>"))
                .as("well-formed, and no business of ours: as a comment")
                .isEqualTo("ab");
        assertThat(
                        readDocument(
                                "<?xml-stylesheet href='x'?><value>a</value><?end?>"
                                        .getBytes(UTF_8)))
                .isEqualTo("a");
    }

    @Test
    void shouldSayWhichTagStandsInPlaceOfAValue() {
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> readDocument("<struct></struct>".getBytes(UTF_8)))
                .withMessageContaining("found <struct>");
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> read("<struct><member><name>a</name></member></struct>"))
                .withMessageContaining("found </member>");
    }

    /** By hex digits, each after the text "ab": what RFC 3629 forbids, and the parser may take. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "c0bc", // < in two bytes
                "c1bf",
                "e080bc", // < in three
                "e09fbf",
                "f08080bc", // < in four
                "f08fbfbf",
                "eda080", // half of a surrogate pair
                "edbfbf",
                "f4908080", // beyond U+10FFFF
                "f888808080",
                "80",
                "e282", // cut off
                "e28261",
                "ff",
            })
    void shouldRefuseBytesThatAreNoUtf8(String hex) {
        for (String padding : List.of("", "0123456789abcdef")) {
            byte[] document = document(padding, HexFormat.of().parseHex(hex));
            assertThatExceptionOfType(NotWellFormedException.class)
                    .as("bytes %s: look at Encodings.sizeAt", hex)
                    .isThrownBy(() -> readDocument(document));
        }
    }

    @Test
    void shouldReadTheFirstAndLastCharacterOfEachLength() {
        String text = "\u007f\u0080\u07ff\u0800\ud7ff\ue000\ufffd\ud800\udc00\udbff\udffd";
        assertThat(readDocument(document("", text.getBytes(UTF_8)))).isEqualTo("ab" + text + "z");
    }

    @Test
    void shouldRefuseBytesThatAnyOtherEncodingForbids() {
        byte[] document =
                "<?xml version='1.0' encoding='EUC-JP'?><value>a?</value>"
                        .getBytes(Charset.forName("EUC-JP"));
        document[document.length - 9] = (byte) 0xff;
        assertThatExceptionOfType(NotWellFormedException.class)
                .as("a decoder that replaces what it cannot read changes the value")
                .isThrownBy(() -> readDocument(document));
    }

    @Test
    void shouldWriteWhatJavaHasForTimesNumbersAndNothing() {
        Instant instant = Instant.parse("2024-02-29T12:00:00Z");
        assertThat(write(instant)).contains("<dateTime.iso8601>20240229T12:00:00<");
        assertThat(write(Date.from(instant))).isEqualTo(write(instant));
        assertThat(write(new BigDecimal("1.10"))).contains("<string>1.10<");
        assertThat(write(new BigInteger("-9"))).contains("<string>-9<");
        assertThat(write(Optional.of(1))).isEqualTo("<value><int>1</int></value>");
        assertThat(write(Optional.empty())).contains("nil");
        assertThat(write(new BigDecimal("1e999999999")).length()).isLessThan(100);
    }

    @Test
    void shouldTakeTheNamesOfMembersFromTheirAnnotation() {
        assertThat(StructMapper.toStruct(new Named(7, Optional.empty())))
                .as("@Name renames a member; an empty Optional is left out")
                .isEqualTo(Map.of("user-id", 7));
        assertThat(
                        StructMapper.fromStruct(
                                Map.of("user-id", 7), Named.class, (value, type) -> value))
                .isEqualTo(new Named(7, Optional.empty()));
        assertThatExceptionOfType(BadValueException.class)
                .as("two members of one name")
                .isThrownBy(() -> StructMapper.toStruct(new Twice(1, 2)));
    }

    private static byte[] document(String padding, byte[] bytes) {
        byte[] start = ("<value>" + padding + "ab").getBytes(UTF_8);
        byte[] end = "z</value>".getBytes(UTF_8);
        byte[] all = Arrays.copyOf(start, start.length + bytes.length + end.length);
        System.arraycopy(bytes, 0, all, start.length, bytes.length);
        System.arraycopy(end, 0, all, start.length + bytes.length, end.length);
        return all;
    }

    private static Object readDate(String text, DateReader dates) {
        String xml = "<value><dateTime.iso8601>" + text + "</dateTime.iso8601></value>";
        return new ValueReader(XmlInput.of(xml.getBytes(UTF_8)), dates).read();
    }

    private static Object read(String inside) {
        return readDocument(("<value" + EXTENSIONS + ">" + inside + "</value>").getBytes(UTF_8));
    }

    private static Object readDocument(byte[] document) {
        XmlInput in = XmlInput.of(document);
        Object value = new ValueReader(in).read();
        in.end();
        return value;
    }

    private static String write(Object value) {
        XmlOutput out = new XmlOutput();
        new ValueWriter(out).write(value);
        return new String(out.toByteArray(), UTF_8);
    }
}
