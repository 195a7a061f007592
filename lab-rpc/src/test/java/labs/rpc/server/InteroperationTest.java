package labs.rpc.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import labs.rpc.demo.ValidationSuite;
import labs.rpc.demo.Validator1;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.message.FaultCode;
import labs.rpc.message.MessageCodec;
import labs.rpc.message.MethodCall;
import labs.rpc.message.MethodResponse;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.client.XmlRpcClient;
import org.apache.xmlrpc.client.XmlRpcClientConfigImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our server with the clients of others: Apache XML-RPC's, and the JDK's HTTP client. */
@Timeout(30)
class InteroperationTest {
    private static XmlRpcServer server;
    private static XmlRpcClient apache;

    @BeforeAll
    static void start() throws Exception {
        Dispatcher dispatcher =
                new Dispatcher().register("validator1", Validator1.class, new ValidationSuite());
        dispatcher.register("echo", (context, method, params) -> params.get(0));
        dispatcher.register("describe", (context, method, params) -> params.toString());
        server = XmlRpcServer.start(ServerOptions.defaults(), dispatcher);
        XmlRpcClientConfigImpl config = new XmlRpcClientConfigImpl();
        config.setServerURL(new URL("http://127.0.0.1:" + server.port() + "/RPC2"));
        config.setEnabledForExtensions(true);
        apache = new XmlRpcClient();
        apache.setConfig(config);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldEchoApachesValues() throws XmlRpcException {
        Date date = new GregorianCalendar(2024, 1, 29, 12, 30, 45).getTime();
        for (Object value :
                List.of(
                        1,
                        -5,
                        true,
                        "text <&> €",
                        0.25,
                        1e-7,
                        date,
                        Map.of("a", Map.of("b", "c")),
                        "")) {
            assertThat(execute("echo", value)).isEqualTo(value);
        }
        assertThat((byte[]) execute("echo", "bytes".getBytes(UTF_8)))
                .isEqualTo("bytes".getBytes(UTF_8));
        assertThat((Object[]) execute("echo", List.of(1, "x"))).containsExactly(1, "x");
    }

    @Test
    void shouldUnderstandApachesExtensions() throws XmlRpcException {
        assertThat(execute("describe", 1L << 40, null))
                .as("<ex:i8> and <ex:nil> of Apache's own namespace are read as <i8> and <nil>")
                .isEqualTo("[1099511627776, null]");
    }

    @Test
    void shouldAnswerApacheWithFaults() {
        XmlRpcException unknown =
                catchThrowableOfType(XmlRpcException.class, () -> execute("no.such.method"));
        assertThat(unknown.code).isEqualTo(FaultCode.METHOD_NOT_FOUND);
        XmlRpcException wrong =
                catchThrowableOfType(
                        XmlRpcException.class,
                        () -> execute("validator1.easyStructTest", "no struct"));
        assertThat(wrong.code).isEqualTo(FaultCode.INVALID_PARAMS);
    }

    @Test
    void shouldServeApacheOverManyConnections() throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<Object> answers = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 8; i++) {
            int number = i;
            threads.add(
                    new Thread(
                            () -> {
                                for (int n = 0; n < 20; n++) {
                                    answers.add(quietly(number * 100 + n));
                                }
                            },
                            "apache-" + i));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(answers)
                .hasSize(160)
                .doesNotHaveDuplicates()
                .hasOnlyElementsOfType(Integer.class);
    }

    private static Object quietly(int number) {
        try {
            return execute("echo", number);
        } catch (XmlRpcException e) {
            return e;
        }
    }

    @Test
    void shouldSumTheCurliesOfAnArrayOfStructs() throws Exception {
        List<Object> structs = List.of(stooges(1, 2, 3), stooges(4, 5, 6), stooges(7, 8, 9));
        assertThat(call("validator1.arrayOfStructsTest", structs)).isEqualTo(18);
    }

    @Test
    void shouldCountTheEntities() throws Exception {
        assertThat(call("validator1.countTheEntities", "<<<>>&&&&'\"\" and <text>"))
                .isEqualTo(
                        Map.of(
                                "ctLeftAngleBrackets", 4,
                                "ctRightAngleBrackets", 3,
                                "ctAmpersands", 4,
                                "ctApostrophes", 1,
                                "ctQuotes", 2));
    }

    @Test
    void shouldAddUpAnEasyStruct() throws Exception {
        assertThat(call("validator1.easyStructTest", stooges(1, 20, 300))).isEqualTo(321);
    }

    @Test
    void shouldEchoAStruct() throws Exception {
        Map<String, Object> struct = new LinkedHashMap<>();
        struct.put("b", List.of(1, Map.of("deep", true)));
        struct.put("a", "text");
        assertThat(call("validator1.echoStructTest", struct)).isEqualTo(struct);
    }

    @Test
    void shouldReturnManyTypes() throws Exception {
        LocalDateTime time = LocalDateTime.of(1998, 7, 17, 14, 8, 55);
        Object answer =
                call(
                        "validator1.manyTypesTest",
                        1,
                        true,
                        "text",
                        -1.5,
                        time,
                        "bytes".getBytes(UTF_8));
        assertThat((List<?>) answer)
                .usingRecursiveComparison()
                .isEqualTo(List.of(1, true, "text", -1.5, time, "bytes".getBytes(UTF_8)));
    }

    @Test
    void shouldJoinTheEndsOfAnArrayOfModerateSize() throws Exception {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            texts.add("text" + i);
        }
        assertThat(call("validator1.moderateSizeArrayCheck", texts)).isEqualTo("text0text149");
    }

    @Test
    void shouldFindADayInANestedStruct() throws Exception {
        Object calendar =
                Map.of(
                        "2000",
                        Map.of("04", Map.of("01", stooges(1, 2, 3), "02", stooges(9, 9, 9))));
        assertThat(call("validator1.nestedStructTest", calendar)).isEqualTo(6);
    }

    @Test
    void shouldReturnASimpleStruct() throws Exception {
        assertThat(call("validator1.simpleStructReturnTest", 7))
                .isEqualTo(Map.of("times10", 70, "times100", 700, "times1000", 7000));
    }

    private static Map<String, Object> stooges(int moe, int larry, int curly) {
        return Map.of("moe", moe, "larry", larry, "curly", curly);
    }

    private static Object execute(String method, Object... params) throws XmlRpcException {
        return apache.execute(method, params);
    }

    private static Object call(String method, Object... params) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/RPC2"))
                        .header("Content-Type", "text/xml")
                        .POST(
                                HttpRequest.BodyPublishers.ofByteArray(
                                        MessageCodec.encode(
                                                new MethodCall(method, List.of(params)))))
                        .build();
        byte[] body =
                HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofByteArray())
                        .body();
        return ((MethodResponse.Success) MessageCodec.decodeResponse(body)).value();
    }
}
