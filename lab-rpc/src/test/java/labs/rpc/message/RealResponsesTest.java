package labs.rpc.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The responses of servers that nobody here wrote. */
@Timeout(20)
class RealResponsesTest {
    private static final String TEXT =
            "<member><name>faultString</name><value>no such user</value></member>";

    static Stream<Arguments> readable() {
        return Stream.of(
                Arguments.of("<value><i8>4</i8></value>", 4),
                Arguments.of("<value><string>-32601</string></value>", -32601),
                Arguments.of("<value> 4\n</value>", 4),
                Arguments.of("<value><double>4.0</double></value>", 4));
    }

    @ParameterizedTest
    @MethodSource("readable")
    void shouldReadACodeInWhateverTypeItComes(String code, int expected) {
        assertThat(read(fault(code))).isEqualTo(new MethodResponse.Fault(expected, "no such user"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<value>E42</value>",
                "<value><i8>5000000000</i8></value>",
                "<value><double>1.5</double></value>",
                "<value><nil/></value>",
                "<value><int>E42</int></value>",
                "<value><integer>4</integer></value>",
                "",
            })
    void shouldKeepTheTextOfAFaultWhoseCodeIsNone(String code) {
        for (String struct : List.of(members(code) + TEXT, TEXT + members(code))) {
            MethodResponse response =
                    read(inFault("<value><struct>" + struct + "</struct></value>"));
            assertThat(response).isInstanceOf(MethodResponse.Fault.class);
            MethodResponse.Fault fault = (MethodResponse.Fault) response;
            assertThat(fault.code()).as(struct).isEqualTo(FaultCode.UNREADABLE);
            assertThat(fault.message()).as(struct).contains("no such user");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<member><name>faultCode</name><value><int>4</int></value></member>",
                "<member><name>faultCode</name><value><int>4</int></value></member>"
                        + "<member><name>faultString</name><value><nil/></value></member>"
            })
    void shouldReadAFaultWithoutAText(String members) {
        assertThat(read(inFault("<value><struct>" + members + "</struct></value>")))
                .isEqualTo(new MethodResponse.Fault(4, ""));
    }

    @Test
    void shouldReadAFaultWithoutItsValueTag() {
        String struct = "<struct>" + members("<value><int>4</int></value>") + TEXT + "</struct>";
        assertThat(read(inFault(struct))).isEqualTo(new MethodResponse.Fault(4, "no such user"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<value/>", "no such user", "<value>no such user</value>", "<b/>"})
    void shouldTakeAnythingInAFaultForARefusal(String inside) {
        MethodResponse response = read(inFault(inside));
        assertThat(response).isInstanceOf(MethodResponse.Fault.class);
        assertThat(((MethodResponse.Fault) response).message())
                .contains(inside.replaceAll("<.*?>", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<params/>", "<params> </params>", "<params><param/></params>"})
    void shouldReadAResponseWithoutAValueAsNull(String inside) {
        assertThat(read("<methodResponse>" + inside + "</methodResponse>"))
                .as("so some servers answer for a method without a result")
                .isEqualTo(new MethodResponse.Success(null));
    }

    @Test
    void shouldReplaceInAFaultsTextWhatXmlForbids() {
        for (String bad : List.of("\0", "\u001b", "\ufffe", "\ud83d")) {
            var fault = new MethodResponse.Fault(7, "line " + bad + " of the <log> 😀");
            assertThat(MessageCodec.decodeResponse(MessageCodec.encode(fault)))
                    .as("code and text must arrive, though one character of it cannot")
                    .isEqualTo(new MethodResponse.Fault(7, "line \ufffd of the <log> 😀"));
        }
    }

    @Test
    void shouldCallALongerSpellingThanNeededAnInvalidCharacter() {
        byte[] document =
                "<methodCall><methodName>a</methodName><params><param><value>\u00e0\u0080\u00bc</value>"
                        .concat("</param></params></methodCall>")
                        .getBytes(StandardCharsets.ISO_8859_1);
        BadMessageException e =
                catchThrowableOfType(
                        BadMessageException.class, () -> MessageCodec.decodeCall(document));
        assertThat(e).as("E0 80 BC is < in three bytes, which RFC 3629 forbids").isNotNull();
        assertThat(e.code()).isEqualTo(FaultCode.INVALID_CHARACTER);
    }

    private static String fault(String code) {
        return inFault("<value><struct>" + members(code) + TEXT + "</struct></value>");
    }

    private static String members(String code) {
        return code.isEmpty() ? "" : "<member><name>faultCode</name>" + code + "</member>";
    }

    private static String inFault(String inside) {
        return "<methodResponse><fault>" + inside + "</fault></methodResponse>";
    }

    private static MethodResponse read(String document) {
        return MessageCodec.decodeResponse(document.getBytes(UTF_8));
    }
}
