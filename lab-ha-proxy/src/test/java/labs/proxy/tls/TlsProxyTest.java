package labs.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import labs.proxy.run.Proxy;
import labs.proxy.testing.Origin;
import labs.proxy.testing.Running;
import labs.proxy.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS as a client sees it, with the JDK's own sockets. */
@Timeout(90)
final class TlsProxyTest {
    private static final Map<String, byte[]> FILES = new ConcurrentHashMap<>(); // made once

    @RegisterExtension final Running running = new Running();
    @TempDir private Path directory;

    private Path certificate(String file, String... names) throws Exception {
        Path path = directory.resolve(file);
        byte[] made = FILES.get(file);
        if (made == null) {
            made = Files.readAllBytes(Pem.file(directory, file, names));
            FILES.put(file, made);
        }
        return Files.write(path, made);
    }

    private Proxy proxy(String bind, String backend, Object... values) throws Exception {
        return running.proxy(
                Running.HTTP.replace("127.0.0.1:0", "127.0.0.1:0 " + bind) + backend, values);
    }

    private static SSLSocket connect(InetSocketAddress address, String sni, String... alpn)
            throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        var socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.connect(address, 20_000);
        socket.setSoTimeout(20_000);
        SSLParameters parameters = socket.getSSLParameters();
        if (!sni.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(sni)));
        }
        parameters.setApplicationProtocols(alpn);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static String shown(SSLSocket socket) throws IOException {
        var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return shown.getSubjectX500Principal().getName();
    }

    /** Looks at no certificate: which one is shown is what these tests look at. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void shouldTerminateTls() throws Exception {
        Origin origin = running.origin("a");
        Path crt = certificate("one.pem", "one.example");
        Proxy proxy = proxy("ssl crt " + crt, "    server a 127.0.0.1:%d\n", origin.port());
        try (Wire wire = Wire.over(connect(proxy.address("web"), "one.example"))) {
            assertThat(wire.get("/1").answer().text()).isEqualTo("a");
            assertThat(wire.get("/2").answer().text()).isEqualTo("a");
        }
        try (Wire plain = Wire.to(proxy.address("web"))) {
            assertThat(plain.get("/").isEnded()).as("whoever speaks no TLS").isTrue();
        }
        assertThat(origin.seen()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "one.example, one.pem",
        "ONE.example, one.pem",
        "two.example, two.pem",
        "a.two.example, two.pem",
        "b.a.two.example, one.pem",
        "exact.two.example, three.pem",
        "other.example, one.pem",
        "'', one.pem",
    })
    void shouldShowTheCertificateOfTheName(String sni, String file) throws Exception {
        String bind =
                "ssl crt %s crt %s crt %s"
                        .formatted(
                                certificate("one.pem", "one.example"),
                                certificate("two.pem", "two.example", "*.two.example"),
                                certificate("three.pem", "exact.two.example"));
        Proxy proxy = proxy(bind, "");
        try (SSLSocket socket = connect(proxy.address("web"), sni)) {
            assertThat(shown(socket)).isEqualTo("CN=" + file);
        }
    }

    @Test
    void shouldKnowThatNamesHaveNoCase() throws Exception {
        List<Path> files =
                List.of(
                        certificate("one.pem", "one.example"),
                        certificate("large.pem", "Large.Example"));
        Certificates certificates = Certificates.read(files, List.of());
        assertThat(certificates.map("LARGE.example"))
                .isSameAs(certificates.map("large.example"))
                .isNotSameAs(certificates.map("one.example"));
        assertThat(certificates.map(null)).isSameAs(certificates.map("ONE.EXAMPLE"));
    }

    @Test
    void shouldRouteByTheName() throws Exception {
        Origin one = running.origin("one");
        Origin other = running.origin("other");
        Proxy proxy =
                running.proxy(
                        """
                        defaults
                            mode http
                            timeout client 20s
                            timeout server 20s
                        frontend web
                            bind 127.0.0.1:0 ssl crt %s
                            use_backend one if { ssl_fc_sni one.example }
                            default_backend other
                        backend one
                            server a 127.0.0.1:%d
                        backend other
                            server a 127.0.0.1:%d
                        """,
                        certificate("one.pem", "one.example"), one.port(), other.port());
        try (Wire wire = Wire.over(connect(proxy.address("web"), "one.example"))) {
            assertThat(wire.get("/").answer().text()).isEqualTo("one");
        }
        try (Wire wire = Wire.over(connect(proxy.address("web"), "x.example"))) {
            assertThat(wire.get("/").answer().text()).isEqualTo("other");
        }
    }

    @Test
    void shouldAgreeOnAProtocol() throws Exception {
        Path crt = certificate("one.pem", "one.example");
        Proxy with = proxy("ssl crt " + crt + " alpn http/1.1,http/1.0", "");
        try (SSLSocket socket = connect(with.address("web"), "", "h2", "http/1.0", "http/1.1")) {
            assertThat(socket.getApplicationProtocol())
                    .as("the first of ours")
                    .isEqualTo("http/1.1");
        }
        try (SSLSocket socket = connect(with.address("web"), "")) {
            assertThat(socket.getApplicationProtocol()).as("who asks for none").isEmpty();
        }
        Proxy without = proxy("ssl crt " + crt, "");
        try (SSLSocket socket = connect(without.address("web"), "", "http/1.1")) {
            assertThat(socket.getApplicationProtocol()).as("nothing offered").isEmpty();
        }
    }

    @Test
    void shouldEncryptAgainTowardsTheServer() throws Exception {
        Origin origin = running.origin("a");
        Path crt = certificate("one.pem", "one.example");
        // The server in TLS is a proxy, too: it ends what the first one encrypts.
        Proxy inner = proxy("ssl crt " + crt, "    server a 127.0.0.1:%d\n", origin.port());
        Proxy outer =
                proxy(
                        "ssl crt " + crt,
                        "    option httpchk GET /check\n    timeout check 20s\n"
                                + "    server a 127.0.0.1:%d ssl verify none check inter 50ms\n",
                        inner.address("web").getPort());
        String large = "x".repeat(200_000);
        origin.answer(Origin.saying(large));
        try (Wire wire = Wire.over(connect(outer.address("web"), ""))) {
            assertThat(wire.get("/").answer().text()).isEqualTo(large);
            assertThat(wire.get("/").answer().text()).isEqualTo(large);
        }
        await("checks in TLS")
                .until(() -> origin.seen().stream().anyMatch(one -> one.target().equals("/check")));
        assertThat(outer.upstream("app").orElseThrow().usable()).isEqualTo(1);
    }

    @Test
    void shouldCarryAnythingInModeTcpAndSayWhereItEnds() throws Exception {
        Origin origin = running.origin(Origin.bytes("HTTP/1.1 200 OK\r\n\r\nall of it", false));
        Path crt = certificate("one.pem", "one.example");
        Proxy proxy =
                running.proxy(
                        """
                        listen db
                            mode tcp
                            bind 127.0.0.1:0 ssl crt %s
                            server a 127.0.0.1:%d
                        """,
                        crt, origin.port());
        try (Wire wire = Wire.over(connect(proxy.address("db"), ""))) {
            // The JDK's socket would throw if the end were not one of TLS's own.
            assertThat(wire.get("/").answer().text()).isEqualTo("all of it");
        }
    }

    @Test
    void shouldSayWhatIsWrongWithACertificate() throws Exception {
        Path missing = directory.resolve("none.pem");
        assertThatThrownBy(() -> proxy("ssl crt " + missing, ""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no file " + missing);
        String whole = Files.readString(certificate("one.pem", "one.example"));
        Path keyless =
                Files.writeString(
                        directory.resolve("keyless.pem"),
                        whole.substring(0, whole.indexOf("-----BEGIN PRIVATE")));
        assertThatThrownBy(() -> proxy("ssl crt " + keyless, ""))
                .hasMessageContaining("there is no key in it");
        Path old =
                Files.writeString(
                        directory.resolve("old.pem"),
                        whole.replace("PRIVATE KEY", "EC PRIVATE KEY"));
        assertThatThrownBy(() -> proxy("ssl crt " + old, ""))
                .hasMessageContaining("openssl pkcs8 -topk8");
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThatThrownBy(() -> proxy("ssl crt " + empty, ""))
                .hasMessageContaining("there is no certificate in");
    }
}
