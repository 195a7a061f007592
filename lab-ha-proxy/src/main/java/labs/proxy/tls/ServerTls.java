package labs.proxy.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import javax.net.ssl.SSLException;

/** TLS to servers: encrypted, but to whom is not looked at ({@code verify none}). */
public final class ServerTls {
    private static final SslContext CONTEXT = make();

    private ServerTls() {}

    private static SslContext make() {
        try {
            return SslContextBuilder.forClient()
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }

    /** What all connections to servers share. */
    public static SslContext context() {
        return CONTEXT;
    }
}
