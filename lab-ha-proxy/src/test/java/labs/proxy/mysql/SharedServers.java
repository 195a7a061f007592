package labs.proxy.mysql;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Ends the servers of {@link Databases} behind the last test class of this JVM. */
final class SharedServers implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedServers.class))
                .getOrComputeIfAbsent("servers", key -> (AutoCloseable) Databases::end);
    }
}
