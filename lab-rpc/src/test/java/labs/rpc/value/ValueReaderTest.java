package labs.rpc.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.time.LocalDateTime;
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
class ValueReaderTest {
    static Stream<Arguments> scalars() {
        return Stream.of(
                Arguments.of("<int>42</int>", 42),
                Arguments.of("<i4>-7</i4>", -7),
                Arguments.of("<int> +12\n</int>", 12),
                Arguments.of("<int>0012</int>", 12),
                Arguments.of("<int>-2147483648</int>", Integer.MIN_VALUE),
                Arguments.of("<i8>9223372036854775807</i8>", Long.MAX_VALUE),
                Arguments.of("<boolean>1</boolean>", true),
                Arguments.of("<boolean>0</boolean>", false),
                Arguments.of("<double>-3.25</double>", -3.25),
                Arguments.of("<double>1e3</double>", 1000.0),
                Arguments.of(
                        "<dateTime.iso8601>19980717T14:08:55</dateTime.iso8601>",
                        LocalDateTime.of(1998, 7, 17, 14, 8, 55)),
                Arguments.of(
                        "<dateTime.iso8601>1998-07-17T14:08:55</dateTime.iso8601>",
                        LocalDateTime.of(1998, 7, 17, 14, 8, 55)),
                Arguments.of("<string>hello</string>", "hello"),
                Arguments.of("<base64>aGVs\r\n bG8=</base64>", "hello".getBytes(UTF_8)),
                Arguments.of("<base64></base64>", new byte[0]),
                Arguments.of("<nil/>", null));
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void shouldReadEachTypeAsItsJavaType(String xml, Object expected) {
        assertThat(read(xml)).as("ValueReader.read of %s", xml).isEqualTo(expected);
    }

    @Test
    void shouldReadAValueWithoutATypeAsAString() {
        assertThat(read("plain")).as("<value>plain</value>").isEqualTo("plain");
        assertThat(read("")).as("<value></value> is the empty string").isEqualTo("");
        assertThat(read("  ")).as("<value>  </value> is two spaces").isEqualTo("  ");
    }

    @Test
    void shouldKeepTheSpacesOfAString() {
        assertThat(read("<string>  two\n lines </string>"))
                .as("numbers may be trimmed, strings never")
                .isEqualTo("  two\n lines ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a&lt;b&amp;c&gt;d",
                "a<![CDATA[<b&c>]]>d",
                "a&#60;b&#x26;c&#62;d",
                "a&lt;<!-- no text -->b&amp;c<![CDATA[>]]>d"
            })
    void shouldPutATextTogetherFromAllItsParts(String text) {
        String xml = "<string>" + text + "</string>";
        assertThat(read(xml))
                .as("a StAX reader may cut the text of %s into several events", xml)
                .isEqualTo("a<b&c>d");
    }

    @Test
    void shouldReadCharactersBeyondTheBasicPlane() {
        assertThat(read("<string>😀 &#x1F600; 日本</string>")).isEqualTo("😀 😀 日本");
    }

    @Test
    void shouldHonourTheEncodingThatTheDocumentDeclares() {
        String xml = "<?xml version='1.0' encoding='%s'?><value>naïve</value>";
        assertThat(readBytes(String.format(xml, "ISO-8859-1").getBytes(ISO_8859_1)))
                .isEqualTo("naïve");
        assertThat(readBytes(String.format(xml, "UTF-16").getBytes(UTF_16))).isEqualTo("naïve");
    }

    @Test
    void shouldReadAStructInTheOrderOfItsMembers() {
        Object struct =
                read(
                        "<struct> <member><name>b</name> <value><int>1</int></value></member>\n"
                                + "<member> <name>a</name><value>x</value> </member></struct>");
        assertThat(struct)
                .asInstanceOf(MAP)
                .containsExactly(Map.entry("b", 1), Map.entry("a", "x"));
    }

    @Test
    void shouldReadArraysOfAnything() {
        Object array =
                read(
                        "<array> <data> <value><int>1</int></value> <value>x</value>"
                                + " <value><array><data/></array></value> <value><struct/></value></data>"
                                + " </array>");
        assertThat(array)
                .as("array within array, and white space between the tags")
                .isEqualTo(List.of(1, "x", List.of(), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<int>abc</int>",
                "<int></int>",
                "<int>1.5</int>",
                "<int>2147483648</int>",
                "<int>\u0661\u0662</int>",
                "<i8>9223372036854775808</i8>",
                "<boolean>true</boolean>",
                "<boolean>2</boolean>",
                "<double>NaN</double>",
                "<double>1e999</double>",
                "<double>0x1p3</double>",
                "<double>1d</double>",
                "<dateTime.iso8601>yesterday</dateTime.iso8601>",
                "<dateTime.iso8601>20230230T00:00:00</dateTime.iso8601>",
                "<dateTime.iso8601>19980717T25:00:00</dateTime.iso8601>",
                "<base64>%%%</base64>",
                "<base64>aGVsbG8=x</base64>",
                "<nil>0</nil>",
                "<float>1</float>",
                "<int>1<int>2</int></int>",
                "text<int>1</int>",
                "<int>1</int>text",
                "<int>1</int><int>2</int>",
                "<array><value>x</value></array>",
                "<array><data><int>1</int></data></array>",
                "<struct><member><value>x</value></member></struct>",
                "<struct><member><name>a</name></member></struct>",
                "<struct><member><name>a</name><value>1</value><value>2</value></member></struct>",
                "<struct><name>a</name><value>1</value></struct>"
            })
    void shouldRefuseAValueThatIsNotWhatItClaims(String xml) {
        assertThatThrownBy(() -> read(xml))
                .as("%s is XML, but no value of XML-RPC", xml)
                .isInstanceOf(BadValueException.class)
                .isNotInstanceOf(NotWellFormedException.class);
    }

    @Test
    void shouldRefuseAMemberThatStandsTwice() {
        String member = "<member><name>amount</name><value><int>1</int></value></member>";
        assertThatThrownBy(() -> read("<struct>" + member + member + "</struct>"))
                .as("two readers could take different ones of the two amounts")
                .isInstanceOf(BadValueException.class);
    }

    @Test
    void shouldReadValuesAsDeepAsTheLimitAndNoDeeper() {
        assertThat(read(nested(ValueWriter.MAX_DEPTH - 1))).isInstanceOf(List.class);
        assertThatThrownBy(() -> read(nested(ValueWriter.MAX_DEPTH)))
                .as("the value inside the innermost array is one too deep")
                .isInstanceOf(BadValueException.class);
    }

    @Test
    void shouldGiveDepthBackWhenAValueEnds() {
        String flat =
                "<array><data>"
                        + "<value><array><data/></array></value>".repeat(200)
                        + "</data></array>";
        assertThat(read(flat))
                .as("200 arrays side by side are not deep")
                .asInstanceOf(LIST)
                .hasSize(200);
    }

    @Test
    void shouldRefuseEndlessNestingWithoutOverflowingTheStack() {
        assertThatThrownBy(() -> read("<array><data><value>".repeat(200_000)))
                .as("count the depth in ValueReader.read: a StackOverflowError is no answer")
                .isInstanceOf(BadValueException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE value><value>x</value>",
                "<!DOCTYPE value [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><value>&e;</value>",
                "<!DOCTYPE value SYSTEM 'http://127.0.0.1:1/evil.dtd'><value>x</value>",
                "<!DOCTYPE v [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><value>&b;</value>",
                "<value>&undeclared;</value>",
                "<value>&#0;</value>",
                "<value>\u0001</value>",
                "<value>",
                "<value><int>1</value></int>",
                "<value>x</value><value>y</value>",
                "<value>x</value>garbage",
                "no xml",
                ""
            })
    void shouldRefuseWhatIsNoXmlOrMoreThanPlainXml(String document) {
        assertThatThrownBy(() -> readBytes(document.getBytes(UTF_8)))
                .as("look at the cases of XmlInput.textToNextTag: %s", document)
                .isInstanceOf(NotWellFormedException.class);
    }

    @Test
    void shouldRefuseBytesThatAreNoUtf8() {
        byte[] truncated = "<value>a?</value>".getBytes(UTF_8);
        truncated[8] = (byte) 0xc3;
        byte[] overlong = "<value>??</value>".getBytes(UTF_8);
        overlong[7] = (byte) 0xc0;
        overlong[8] = (byte) 0xbc;
        assertThatThrownBy(() -> readBytes(truncated)).isInstanceOf(NotWellFormedException.class);
        assertThatThrownBy(() -> readBytes(overlong)).isInstanceOf(NotWellFormedException.class);
    }

    @Test
    void shouldRefuseATagWithAHundredAttributes() {
        StringBuilder tag = new StringBuilder("<value");
        for (int i = 0; i < 100; i++) {
            tag.append(" a").append(i).append("='x'");
        }
        assertThatThrownBy(() -> readBytes((tag + ">x</value>").getBytes(UTF_8)))
                .as("XML-RPC has no attributes: look at XmlInput.secureFactory")
                .isInstanceOf(NotWellFormedException.class);
    }

    private static String nested(int arrays) {
        return "<array><data><value>".repeat(arrays)
                + "x"
                + "</value></data></array>".repeat(arrays);
    }

    private static Object read(String inside) {
        return readBytes(("<value>" + inside + "</value>").getBytes(UTF_8));
    }

    private static Object readBytes(byte[] document) {
        XmlInput in = XmlInput.of(document);
        Object value = new ValueReader(in).read();
        in.end();
        return value;
    }
}
