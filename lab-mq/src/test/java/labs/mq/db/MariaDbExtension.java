package labs.mq.db;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link WithMariaDb} does. */
final class MariaDbExtension implements BeforeEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(MariaDbExtension.class);

    /** Closed when the whole run of tests is. */
    private record Shared(MariaDb server) implements CloseableResource, AutoCloseable {
        @Override
        public void close() {
            server.close();
        }
    }

    private static MariaDb shared(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        Shared.class,
                        type -> new Shared(MariaDb.fromEnvironmentOrStart()),
                        Shared.class)
                .server();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        shared(context).restart();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == MariaDb.class || type == Database.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        MariaDb server = shared(context);
        if (parameter.getParameter().getType() == MariaDb.class) {
            return server;
        }
        server.restart(); // the constructor asks before beforeEach
        return server.createSchema();
    }
}
