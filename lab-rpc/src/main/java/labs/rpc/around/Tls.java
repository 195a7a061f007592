package labs.rpc.around;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import labs.rpc.server.PipelineStage;

/** Encryption, and a proof of who the server is. Thread-safe. */
public final class Tls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private Tls() {}

    /**
     * For {@code ServerOptions.bytesStage}: speaks TLS with the key and certificate of this PKCS#12
     * file, such as {@code keytool -genkeypair} writes.
     *
     * @param clients the certificates of those who may call, or of who signed theirs; with none,
     *     anybody may
     */
    public static PipelineStage server(Path keyStore, char[] password, X509Certificate... clients)
            throws IOException, GeneralSecurityException {
        // BEGIN SOLUTION
        SslContextBuilder builder =
                SslContextBuilder.forServer(keys(keyStore, password)).protocols(PROTOCOLS);
        if (clients.length > 0) {
            builder.trustManager(clients).clientAuth(ClientAuth.REQUIRE);
        }
        SslContext context = builder.build();
        return pipeline -> pipeline.addLast("tls", context.newHandler(pipeline.channel().alloc()));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    /**
     * For {@code ClientOptions.bytesStage}: speaks TLS, and only with a server that has a
     * certificate for this host, signed by one of those trusted here; with none, by one of those
     * that the system trusts.
     */
    public static Consumer<ChannelPipeline> client(
            String host, int port, X509Certificate... trusted) throws SSLException {
        return client(SslContextBuilder.forClient(), host, port, trusted);
    }

    /**
     * As {@link #client(String, int, X509Certificate...)}, and proves with the key and certificate
     * of this PKCS#12 file who calls.
     */
    public static Consumer<ChannelPipeline> client(
            String host, int port, Path keyStore, char[] password, X509Certificate... trusted)
            throws IOException, GeneralSecurityException {
        var builder = SslContextBuilder.forClient().keyManager(keys(keyStore, password));
        return client(builder, host, port, trusted);
    }

    private static Consumer<ChannelPipeline> client(
            SslContextBuilder builder, String host, int port, X509Certificate... trusted)
            throws SSLException {
        // BEGIN SOLUTION
        if (trusted.length > 0) {
            builder.trustManager(trusted);
        }
        SslContext context =
                builder.protocols(PROTOCOLS)
                        // A certificate for somebody else proves nothing: the host must be in it.
                        .endpointIdentificationAlgorithm("HTTPS")
                        .build();
        return pipeline ->
                pipeline.addLast("tls", context.newHandler(pipeline.channel().alloc(), host, port));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    private static KeyManagerFactory keys(Path keyStore, char[] password)
            throws IOException, GeneralSecurityException {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(keyStore, password), password);
        return keys;
    }

    private static KeyStore load(Path file, char[] password)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return store;
    }
}
