package labs.compute.storm;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link WithStorm} does. */
final class StormExtension implements AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(StormExtension.class);

    /** Closed when the whole run of tests is. */
    private record Running(LocalStorm storm) implements CloseableResource, AutoCloseable {
        @Override
        public void close() {
            storm.close();
        }
    }

    /** Stops the shared one, if it runs; who asks next starts another. */
    static void stop(ExtensionContext context) {
        Running running =
                context.getRoot().getStore(NAMESPACE).remove(Running.class, Running.class);
        if (running != null) {
            running.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalStorm.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        Running.class, type -> new Running(LocalStorm.start()), Running.class)
                .storm();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!context.getRequiredTestClass().getAnnotation(WithStorm.class).perClass()) {
            killAll(context);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        killAll(context);
    }

    private static void killAll(ExtensionContext context) {
        Running running = context.getRoot().getStore(NAMESPACE).get(Running.class, Running.class);
        if (running != null) {
            running.storm().killAll();
        }
    }
}
