package labs.rpc.around;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import labs.kit.FaultProxy;
import labs.kit.LabTest;
import labs.rpc.client.Call;
import labs.rpc.client.Caller;
import labs.rpc.client.ClientOptions;
import labs.rpc.client.NotRunException;
import labs.rpc.client.XmlRpcClient;
import labs.rpc.server.ServerOptions;
import labs.rpc.server.XmlRpcServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LabTest
@Timeout(20)
final class BasicAuthTest {
    private final AtomicInteger calls = new AtomicInteger();
    private XmlRpcServer server;

    @BeforeEach
    void start() {
        Map<String, String> passwords = Map.of("ann", "pass:word", "bob", "", "zoë", "grün");
        server =
                XmlRpcServer.start(
                        ServerOptions.defaults()
                                .with()
                                .requestStage(BasicAuth.server("labs", passwords))
                                .build(),
                        (context, method, params) -> {
                            calls.incrementAndGet();
                            return context.principal();
                        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldTellTheHandlerWhoCalls() {
        assertThat(whoAmI("ann", "pass:word")).as("a password may hold a colon").isEqualTo("ann");
        assertThat(whoAmI("zoë", "grün")).isEqualTo("zoë");
        assertThat(whoAmI("bob", "")).isEqualTo("bob");
    }

    @Test
    void shouldRefuseAWrongPasswordAndSayThatNothingRan() {
        assertThatThrownBy(() -> whoAmI("ann", "guess"))
                .isInstanceOfSatisfying(
                        NotRunException.class, e -> assertThat(e.isPassing()).isFalse())
                .hasMessageContaining("401");
        assertThat(calls).hasValue(0);
    }

    @Test
    void shouldRefuseAUserThatItDoesNotKnow() {
        assertThatThrownBy(() -> whoAmI("eve", "")).isInstanceOf(NotRunException.class);
        assertThatThrownBy(() -> whoAmI("", "")).isInstanceOf(NotRunException.class);
        assertThat(calls).hasValue(0);
    }

    @Test
    void shouldAskEachRequestAnewOnTheSameConnection() {
        try (FaultProxy network = FaultProxy.to(server.port());
                XmlRpcClient client = XmlRpcClient.to("127.0.0.1", network.port())) {
            assertThat(whoAmI(client, "ann", "pass:word")).isEqualTo("ann");
            assertThatThrownBy(() -> client.call("who")).isInstanceOf(NotRunException.class);
            assertThat(whoAmI(client, "bob", "")).isEqualTo("bob");
            assertThat(network.traffic().connections())
                    .as("a connection is not a person: who calls is proved by each request")
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldAskForAPassword() throws Exception {
        HttpResponse<String> response = post(null);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("www-authenticate"))
                .hasValueSatisfying(value -> assertThat(value).contains("Basic realm=\"labs\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic ",
                "Basic !!!",
                "Basic YW5u",
                "Bearer YW5uOnBhc3M6d29yZA=="
            })
    void shouldRefuseAHeaderThatIsNone(String header) throws Exception {
        assertThat(post(header).statusCode()).isEqualTo(401);
        assertThat(calls).hasValue(0);
    }

    @Test
    void shouldNotCareForTheCaseOfTheScheme() throws Exception {
        String both = Base64.getEncoder().encodeToString("ann:pass:word".getBytes(UTF_8));
        assertThat(post("bASIC " + both).statusCode()).isEqualTo(200);
    }

    private String whoAmI(String user, String password) {
        ClientOptions options =
                ClientOptions.to("127.0.0.1", server.port())
                        .header("Authorization", BasicAuth.credentials(user, password))
                        .build();
        try (XmlRpcClient client = XmlRpcClient.open(options)) {
            return (String) client.call("who");
        }
    }

    private static String whoAmI(XmlRpcClient client, String user, String password) {
        Map<String, String> headers =
                Map.of("Authorization", BasicAuth.credentials(user, password));
        Call call = new Call("who", java.util.List.of(), headers, false);
        return (String) Caller.await(client.send(call));
    }

    private HttpResponse<String> post(String authorization) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/RPC2"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Content-Type", "text/xml")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "<methodCall><methodName>who</methodName></methodCall>"));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
