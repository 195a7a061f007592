package labs.proxy.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import labs.proxy.config.ConfigException;
import labs.proxy.config.ConfigReader;
import labs.proxy.config.Configuration;
import labs.proxy.run.Proxy;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The proxies and servers of one test. Afterwards nothing may be left: no connection, no buffer.
 * Netty looks for lost buffers at every one of them meanwhile.
 */
public final class Running implements BeforeEachCallback, AfterEachCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Proxy> proxies = new ArrayList<>();
    private final List<AutoCloseable> others = new ArrayList<>();
    private ResourceLeakDetector.Level before;

    @Override
    public void beforeEach(ExtensionContext context) {
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    /** A server that answers with its name. */
    public Origin origin(String name) throws IOException {
        return closed(Origin.named(name));
    }

    public Origin origin(Origin.Script script) throws IOException {
        return closed(new Origin("origin", script));
    }

    /** Has it closed at the end. */
    public <T extends AutoCloseable> T closed(T closeable) {
        others.add(closeable);
        return closeable;
    }

    public Proxy proxy(String text, Object... values) throws IOException, ConfigException {
        Proxy proxy = Proxy.start(configuration(text, values), Proxy.Options.DEFAULT);
        proxies.add(proxy);
        return proxy;
    }

    public static Configuration configuration(String text, Object... values)
            throws ConfigException {
        return ConfigReader.read("test.cfg", text.formatted(values), Map.<String, String>of()::get);
    }

    /** A proxy in mode http with one frontend, {@code web}, and these lines in its backend. */
    public InetSocketAddress http(String backend, Object... values)
            throws IOException, ConfigException {
        return proxy(HTTP + backend, values).address("web");
    }

    /** What most tests begin with. */
    public static final String HTTP =
            """
            defaults
                mode http
                timeout connect 5s
                timeout client 20s
                timeout server 20s
            frontend web
                bind 127.0.0.1:0
                default_backend app
            backend app
            """;

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (AutoCloseable other : others) {
            other.close();
        }
        try {
            for (Proxy proxy : proxies) {
                proxy.close();
                await("buffers that nobody released")
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(proxy.buffers()).isZero());
            }
        } finally {
            proxies.clear();
            others.clear();
            ResourceLeakDetector.setLevel(before);
        }
    }
}
