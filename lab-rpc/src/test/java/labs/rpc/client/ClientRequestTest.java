package labs.rpc.client;

import static labs.rpc.client.ScriptedServer.one;
import static labs.rpc.client.ScriptedServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import labs.kit.LabTest;
import labs.rpc.value.Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sends, and what it refuses to. */
@LabTest
@Timeout(20)
final class ClientRequestTest {
    private ScriptedServer server;

    interface Info {
        @Name("get-info")
        int info(int id);

        int ping();
    }

    interface Raw {
        @SuppressWarnings("rawtypes")
        CompletableFuture ping();
    }

    interface Impossible {
        Thread thread();
    }

    @BeforeEach
    void start() {
        server = ScriptedServer.answering(response("200 OK", "", one()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YW5uOnNlY3JldA==\n", "a\r\nX-Evil: 1", "nul \0", "€"})
    void shouldRefuseAnImpossibleHeaderAtOnceAndKeepItsConnections(String value) {
        try (var client = open(to().maxConnections(1))) {
            for (int i = 0; i < 3; i++) { // on a new connection, and on a pooled one
                Call call = new Call("any", List.of(), Map.of("Authorization", value), false);
                assertThatExceptionOfType(IllegalArgumentException.class)
                        .isThrownBy(() -> client.send(call))
                        .withMessageContaining("Authorization")
                        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("YW5u"));
                assertThat(client.call("any"))
                        .as("the only connection must not be lost to the refused call")
                        .isEqualTo(1);
            }
            assertThat(server.requests()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "transfer-encoding", "two words", "", "a:b", "ä"})
    void shouldRefuseAHeaderThatIsNotTheCallersToSet(String name) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> to().header(name, "1").build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/with blank", "RPC2", "/a\r\nb", "/ä", "/a#b", ""})
    void shouldRefuseAnImpossiblePathAtOnce(String path) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> to().path(path).build());
    }

    @Test
    void shouldKnowThatNothingWasSentWhenAStageFails() {
        try (var client = open(to().maxConnections(1).httpStage(p -> p.addLast(new Failing())))) {
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(NotRunException.class)
                        .isThrownBy(() -> client.call("any"))
                        .withMessageContaining("broken stage");
            }
        }
    }

    private static final class Failing extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            throw new IllegalStateException("broken stage");
        }
    }

    @Test
    void shouldTakeAnAddressAsOneUrl() {
        String url = "http://ann:s%20e+cret@127.0.0.1:" + server.port() + "/xml-rpc?site=1";
        try (var client = XmlRpcClient.to(url)) {
            assertThat(client.call("any")).isEqualTo(1);
            assertThat(server.head())
                    .contains("post /xml-rpc?site=1 http/1.1")
                    .contains("authorization: basic yw5uonmgzstjcmv0"); // ann:s e+cret
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com, example.com, 80, false, /RPC2",
        "https://example.com, example.com, 443, true, /RPC2",
        "HTTPS://example.com:8443/, example.com, 8443, true, /",
        "http://[::1]:8080/a%20b, ::1, 8080, false, /a%20b",
    })
    void shouldTakeAUrlApart(String url, String host, int port, boolean secure, String path) {
        ClientOptions options = ClientOptions.to(url).build();
        assertThat(List.of(options.host(), options.port(), options.secure(), options.path()))
                .isEqualTo(List.of(host, port, secure, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://example.com/", "example.com", "http:///x", "http://a b/", "/RPC2"})
    void shouldRefuseWhatIsNoAddress(String url) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> ClientOptions.to(url));
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, 80, example.com:80",
        "::1, 8080, [::1]:8080",
        "fe80::1%eth0, 80, [fe80::1]:80"
    })
    void shouldPutAnIpv6AddressInBrackets(String host, int port, String expected) {
        assertThat(HttpWords.authority(host, port)).isEqualTo(expected);
    }

    @Test
    void shouldCallMethodsWithoutADotAndByTheirNameOnTheWire() {
        try (var client = open(to())) {
            Info info = client.proxy(Info.class);
            assertThat(info.ping()).isEqualTo(1);
            assertThat(server.body()).contains("<methodName>ping</methodName>");
            info.info(7);
            assertThat(server.body()).contains("<methodName>get-info</methodName>");
            client.proxy("a.b", Info.class).info(7);
            assertThat(server.body()).contains("<methodName>a.b.get-info</methodName>");
            assertThat(client.proxy(Raw.class).ping().join()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseAnInterfaceThatCannotBeCalled() {
        try (var client = open(to())) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .as("at once, not in the first call")
                    .isThrownBy(() -> client.proxy("x", Impossible.class))
                    .withMessageContaining("Impossible.thread");
        }
    }

    private ClientOptions.Builder to() {
        return ClientOptions.to("127.0.0.1", server.port()).attempts(1);
    }

    private static XmlRpcClient open(ClientOptions.Builder options) {
        return XmlRpcClient.open(options.build());
    }
}
