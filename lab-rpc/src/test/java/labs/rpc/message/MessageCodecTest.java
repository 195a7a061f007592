package labs.rpc.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import labs.rpc.value.BadValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class MessageCodecTest {
    @Test
    void shouldWriteACall() {
        assertThat(text(MessageCodec.encode(new MethodCall("math.add", List.of(1, 2)))))
                .startsWith("<?xml version=\"1.0\"")
                .contains(
                        "<methodCall><methodName>math.add</methodName><params><param><value><int>1</int>")
                .endsWith("<param><value><int>2</int></value></param></params></methodCall>\n");
    }

    @Test
    void shouldReadTheCallOfTheSpecification() {
        MethodCall call =
                decodeCall(
                        "<?xml version=\"1.0\"?>\r\n<methodCall>\r\n   <methodName>examples.getStateName</methodName>\r\n"
                                + "   <params>\r\n      <param>\r\n         <value><i4>41</i4></value>\r\n"
                                + "         </param>\r\n      </params>\r\n   </methodCall>\r\n");
        assertThat(call).isEqualTo(new MethodCall("examples.getStateName", List.of(41)));
    }

    @Test
    void shouldReadACallWithoutParameters() {
        MethodCall ping = new MethodCall("ping", List.of());
        assertThat(decodeCall("<methodCall><methodName>ping</methodName></methodCall>"))
                .isEqualTo(ping);
        assertThat(decodeCall("<methodCall><methodName> ping </methodName><params/></methodCall>"))
                .as("<params> may be empty or missing")
                .isEqualTo(ping);
    }

    @Test
    void shouldGetBackTheCallThatItWrote() {
        MethodCall call =
                new MethodCall(
                        "A.b_c:d/e-9",
                        Arrays.asList(1, "<&>", null, List.of(2L), Map.of("k", 0.5)));
        assertThat(MessageCodec.decodeCall(MessageCodec.encode(call))).isEqualTo(call);
    }

    @Test
    void shouldReadACallFromThePartOfAnArray() {
        byte[] document = MessageCodec.encode(new MethodCall("ping", List.of()));
        byte[] buffer = new byte[document.length + 20];
        Arrays.fill(buffer, (byte) '#');
        System.arraycopy(document, 0, buffer, 7, document.length);
        assertThat(MessageCodec.decodeCall(buffer, 7, document.length).method()).isEqualTo("ping");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "a<b", "a&b", "größe", "a=b", "a\nb", "a(b)"})
    void shouldRefuseNamesThatAreNoMethodNames(String name) {
        assertThatThrownBy(() -> MessageCodec.encode(new MethodCall(name, List.of())))
                .as("writing the name \"%s\"", name)
                .isInstanceOf(BadValueException.class);
        String escaped = name.replace("&", "&amp;").replace("<", "&lt;");
        assertThat(codeOf("<methodCall><methodName>" + escaped + "</methodName></methodCall>"))
                .as("reading the name \"%s\"", name)
                .isEqualTo(FaultCode.INVALID_XML_RPC);
    }

    @Test
    void shouldGetBackTheResponseThatItWrote() {
        for (MethodResponse response :
                List.of(
                        new MethodResponse.Success(Map.of("a", 1)),
                        new MethodResponse.Success(null),
                        new MethodResponse.Fault(-32601, "there is no <such> method"))) {
            assertThat(MessageCodec.decodeResponse(MessageCodec.encode(response)))
                    .isEqualTo(response);
        }
    }

    @Test
    void shouldWriteAFaultAsTheSpecificationDoes() {
        assertThat(text(MessageCodec.encode(new MethodResponse.Fault(4, "Too many parameters."))))
                .as("a struct of faultCode and faultString, and no <params>")
                .contains(
                        "<methodResponse><fault><value><struct><member><name>faultCode</name>"
                                + "<value><int>4</int></value></member><member><name>faultString</name>"
                                + "<value><string>Too many parameters.</string></value></member>"
                                + "</struct></value></fault></methodResponse>");
    }

    @Test
    void shouldReadAFaultWhoseMembersStandTheOtherWayRound() {
        assertThat(
                        decodeResponse(
                                "<methodResponse><fault><value><struct><member><name>faultString</name>"
                                        + "<value>no</value></member><member><name>faultCode</name>"
                                        + "<value><i4>4</i4></value></member></struct></value></fault>"
                                        + "</methodResponse>"))
                .isEqualTo(new MethodResponse.Fault(4, "no"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<methodCall/>",
                "<methodCall><params/></methodCall>",
                "<methodCall><methodName>a</methodName><params><value>1</value></params></methodCall>",
                "<methodCall><methodName>a</methodName><params><param/></params></methodCall>",
                "<methodCall><methodName>a</methodName><params><param><value><int>x</int></value></param></params>"
                        + "</methodCall>",
                "<methodCall><methodName>a</methodName><params/><params/></methodCall>",
                "<methodResponse><params><param><value>1</value></param></params></methodResponse>",
                "<html><body>404</body></html>"
            })
    void shouldCallADocumentThatIsNoCallInvalidXmlRpc(String document) {
        assertThat(codeOf(document)).as(document).isEqualTo(FaultCode.INVALID_XML_RPC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "<methodCall>",
                "<methodCall><methodName>a</methodName></methodCall>!",
                "<methodCall><methodName>a</methodName></methodCall><methodCall/>",
                "<!DOCTYPE methodCall [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
                        + "<methodCall><methodName>&a;</methodName></methodCall>"
            })
    void shouldCallADocumentThatIsNoXmlNotWellFormed(String document) {
        assertThat(codeOf(document)).as(document).isEqualTo(FaultCode.NOT_WELL_FORMED);
    }

    @Test
    void shouldTellBadEncodingsApart() {
        String call =
                "<?xml version='1.0' encoding='%s'?><methodCall><methodName>a</methodName></methodCall>";
        assertThat(codeOf(String.format(call, "EBCDIC-of-Mars")))
                .isEqualTo(FaultCode.UNSUPPORTED_ENCODING);
        byte[] broken = String.format(call, "UTF-8").replace(">a<", ">?<").getBytes(UTF_8);
        broken[String.format(call, "UTF-8").indexOf(">a<") + 1] = (byte) 0xff;
        BadMessageException e =
                catchThrowableOfType(
                        BadMessageException.class, () -> MessageCodec.decodeCall(broken));
        assertThat(e.code()).isEqualTo(FaultCode.INVALID_CHARACTER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<methodResponse/>",
                "<methodResponse><params><param><value>1</value></param><param><value>2</value></param></params>"
                        + "</methodResponse>",
                "<methodResponse><params><value>1</value></params></methodResponse>",
                "<methodResponse><fault><value>broken</fault></methodResponse>",
                "<methodCall><methodName>a</methodName></methodCall>"
            })
    void shouldRefuseADocumentThatIsNoResponse(String document) {
        assertThatThrownBy(() -> decodeResponse(document))
                .as(document)
                .isInstanceOf(BadMessageException.class);
    }

    private static int codeOf(String document) {
        BadMessageException e =
                catchThrowableOfType(BadMessageException.class, () -> decodeCall(document));
        assertThat(e)
                .as("decodeCall must throw a BadMessageException for %s", document)
                .isNotNull();
        return e.code();
    }

    private static MethodCall decodeCall(String document) {
        return MessageCodec.decodeCall(document.getBytes(UTF_8));
    }

    private static MethodResponse decodeResponse(String document) {
        return MessageCodec.decodeResponse(document.getBytes(UTF_8));
    }

    private static String text(byte[] document) {
        return new String(document, UTF_8);
    }
}
