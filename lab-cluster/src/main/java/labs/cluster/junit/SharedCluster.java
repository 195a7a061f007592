package labs.cluster.junit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import labs.cluster.Cluster;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A cluster that all test classes of one JVM share. It starts when the first test needs it, is
 * healed before each test, and ends as {@link SharedServers} says. Tests may ask for it as a
 * parameter.
 *
 * @param <C> the cluster
 */
public abstract class SharedCluster<C extends Cluster<?>>
        implements BeforeEachCallback, ParameterResolver {
    private static final Map<Class<?>, Cluster<?>> CLUSTERS = new ConcurrentHashMap<>();

    private final Class<C> type;
    private final Supplier<C> start;

    /**
     * @param start starts it; called once in a JVM, or once in each run of tests
     */
    protected SharedCluster(Class<C> type, Supplier<C> start) {
        this.type = type;
        this.start = start;
    }

    /** The cluster, healed. */
    protected final C cluster(ExtensionContext context) {
        SharedServers.endWithRunOf(context);
        C cluster = type.cast(CLUSTERS.computeIfAbsent(type, key -> started()));
        cluster.heal();
        return cluster;
    }

    private C started() {
        C cluster = start.get();
        SharedServers.add(
                () -> {
                    CLUSTERS.remove(type);
                    cluster.close();
                });
        return cluster;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        cluster(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == type;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster(context);
    }
}
