package labs.rpc.client;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/** TLS for an https address for which nobody said whom to trust: whom the system trusts. */
final class SystemTls {
    private SystemTls() {}

    static Consumer<ChannelPipeline> to(String host, int port) {
        try {
            SslContext context =
                    SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS").build();
            return pipeline ->
                    pipeline.addLast(context.newHandler(pipeline.channel().alloc(), host, port));
        } catch (SSLException e) {
            throw new UncheckedIOException("this JVM cannot speak TLS", e);
        }
    }
}
