package labs.rpc.around;

import io.netty.channel.ChannelPipeline;
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
     */
    public static PipelineStage server(Path keyStore, char[] password)
            throws IOException, GeneralSecurityException {
        // BEGIN SOLUTION
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(keyStore, password), password);
        SslContext context = SslContextBuilder.forServer(keys).protocols(PROTOCOLS).build();
        return pipeline -> pipeline.addLast("tls", context.newHandler(pipeline.channel().alloc()));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    /**
     * For {@code ClientOptions.bytesStage}: speaks TLS, and only with a server that has a
     * certificate for this host, signed by one of those trusted here.
     */
    public static Consumer<ChannelPipeline> client(
            String host, int port, X509Certificate... trusted) throws SSLException {
        // BEGIN SOLUTION
        SslContext context =
                SslContextBuilder.forClient()
                        .trustManager(trusted)
                        .protocols(PROTOCOLS)
                        // A certificate for somebody else proves nothing: the host must be in it.
                        .endpointIdentificationAlgorithm("HTTPS")
                        .build();
        return pipeline ->
                pipeline.addLast("tls", context.newHandler(pipeline.channel().alloc(), host, port));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
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
