package labs.rpc.around;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import labs.kit.LabTest;
import labs.rpc.client.CallFailedException;
import labs.rpc.client.ClientOptions;
import labs.rpc.client.NotRunException;
import labs.rpc.client.XmlRpcClient;
import labs.rpc.server.PipelineStage;
import labs.rpc.server.ServerOptions;
import labs.rpc.server.XmlRpcServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@LabTest
@Timeout(30)
final class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir static Path folder;
    private static Path ours;
    private static Path another;
    private static Path known;
    private static XmlRpcServer server;

    @BeforeAll
    static void start() throws Exception {
        ours = keyStore("ours", "ip:127.0.0.1");
        known = keyStore("known", "dns:caller.example");
        another = keyStore("another", "dns:elsewhere.example");
        server = serve(ours);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldCallOverTls() throws Exception {
        try (XmlRpcClient client = client(server.port(), ours)) {
            String text = "secret ".repeat(10_000);
            assertThat(client.call("echo", text)).isEqualTo(text);
            assertThat(client.call("echo", 2)).isEqualTo(2);
        }
    }

    @Test
    void shouldNotTalkToAServerWithoutTls() throws Exception {
        try (XmlRpcServer plain = XmlRpcServer.start(ServerOptions.defaults(), TlsTest::echo);
                XmlRpcClient client = client(plain.port(), ours)) {
            assertNotRun(client, "not an SSL/TLS record");
        }
    }

    @Test
    void shouldNotServeAClientWithoutTls() {
        try (XmlRpcClient plain =
                XmlRpcClient.open(
                        ClientOptions.to("127.0.0.1", server.port())
                                .attempts(1)
                                .callTimeout(Duration.ofSeconds(3))
                                .build())) {
            assertThatExceptionOfType(CallFailedException.class)
                    .isThrownBy(() -> plain.call("echo", 1));
        }
    }

    @Test
    void shouldNotTrustAStranger() throws Exception {
        try (XmlRpcClient client = client(server.port(), another)) {
            assertNotRun(client, "PKIX path");
        }
    }

    @Test
    void shouldNotTrustACertificateForAnotherHost() throws Exception {
        try (XmlRpcServer impostor = serve(another);
                XmlRpcClient client = client(impostor.port(), another)) {
            // Trusted, but made out to elsewhere.example: this is 127.0.0.1.
            assertNotRun(client, "127.0.0.1");
        }
    }

    @Test
    void shouldTrustWhomTheSystemTrustsAtAnHttpsAddress() {
        String url = "https://127.0.0.1:" + server.port();
        try (XmlRpcClient client = XmlRpcClient.open(ClientOptions.to(url).build())) {
            assertNotRun(client, "PKIX path");
        }
    }

    @Test
    void shouldSayThatACallDidNotRunWhenTheServerIsSilent() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                XmlRpcClient client =
                        XmlRpcClient.open(
                                options(silent.getLocalPort(), ours)
                                        .connectTimeout(Duration.ofMillis(300))
                                        .callTimeout(Duration.ofSeconds(15))
                                        .build())) {
            assertThatExceptionOfType(NotRunException.class)
                    .isThrownBy(() -> client.call("echo", 1))
                    .withMessageContaining("no TLS with 127.0.0.1:" + silent.getLocalPort())
                    .satisfies(e -> assertThat(e.isPassing()).isTrue());
        }
    }

    @Test
    void shouldAskForACertificateOfWhoCalls() throws Exception {
        PipelineStage stage = Tls.server(ours, PASSWORD.toCharArray(), certificate(known));
        ServerOptions options = ServerOptions.defaults().with().bytesStage(stage).build();
        try (XmlRpcServer closed = XmlRpcServer.start(options, TlsTest::echo);
                XmlRpcClient friend = withKey(closed.port(), known);
                XmlRpcClient stranger = withKey(closed.port(), another);
                XmlRpcClient nobody = client(closed.port(), ours)) {
            assertThat(friend.call("echo", 1)).isEqualTo(1);
            assertThatExceptionOfType(NotRunException.class)
                    .isThrownBy(() -> stranger.call("echo", "secret"))
                    .withMessageContaining("certificate");
            assertThatExceptionOfType(NotRunException.class)
                    .isThrownBy(() -> nobody.call("echo", "secret"))
                    .withMessageContaining("certificate");
        }
    }

    /** No byte of the call was sent: it has not run, and a bad certificate stays one. */
    private static void assertNotRun(XmlRpcClient client, String reason) {
        assertThatExceptionOfType(NotRunException.class)
                .isThrownBy(() -> client.call("echo", "secret"))
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.isPassing()).as("worth another attempt").isFalse());
    }

    private static XmlRpcClient withKey(int port, Path keyStore) throws Exception {
        return XmlRpcClient.open(
                ClientOptions.to("127.0.0.1", port)
                        .bytesStage(
                                Tls.client(
                                        "127.0.0.1",
                                        port,
                                        keyStore,
                                        PASSWORD.toCharArray(),
                                        certificate(ours)))
                        .build());
    }

    private static Object echo(Object context, String method, java.util.List<Object> params) {
        return params.get(0);
    }

    private static XmlRpcServer serve(Path keyStore) throws Exception {
        ServerOptions options =
                ServerOptions.defaults()
                        .with()
                        .bytesStage(Tls.server(keyStore, PASSWORD.toCharArray()))
                        .build();
        return XmlRpcServer.start(options, TlsTest::echo);
    }

    private static XmlRpcClient client(int port, Path trusted) throws Exception {
        return XmlRpcClient.open(options(port, trusted).build());
    }

    private static ClientOptions.Builder options(int port, Path trusted) throws Exception {
        return ClientOptions.to("127.0.0.1", port)
                .attempts(1)
                .callTimeout(Duration.ofSeconds(5))
                .bytesStage(Tls.client("127.0.0.1", port, certificate(trusted)));
    }

    private static X509Certificate certificate(Path keyStore) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return (X509Certificate) store.getCertificate("server");
    }

    /** A key with a certificate signed by itself, made by the JDK's own tool. */
    private static Path keyStore(String name, String host) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process =
                new ProcessBuilder(
                                keytool.toString(),
                                "-J-XX:TieredStopAtLevel=1",
                                "-J-XX:+UseSerialGC",
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=" + name,
                                "-ext",
                                "san=" + host,
                                "-validity",
                                "2",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return file;
    }
}
