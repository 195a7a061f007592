package labs.compute.storm;

import labs.cluster.junit.SharedServers;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link WithStorm} does. {@link SharedServers} ends the Storm. */
final class StormExtension implements AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static LocalStorm running; // guarded by the class; null when there is none

    private static synchronized LocalStorm running() {
        if (running == null) {
            running = LocalStorm.start();
            SharedServers.add(StormExtension::stop);
        }
        return running;
    }

    /** Stops the shared one, if it runs; who asks next starts another. */
    static synchronized void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    private static synchronized void killAll() {
        if (running != null) {
            running.killAll();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalStorm.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!context.getRequiredTestClass().getAnnotation(WithStorm.class).perClass()) {
            killAll();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        killAll();
    }
}
