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
 * healed before each test, and ends with the JVM. Tests may ask for it as a parameter.
 *
 * <p>JUnit's own store does not live long enough: where several JVMs run a module's tests, Surefire
 * hands each of them one class at a time, and each class is a run of its own.
 *
 * @param <C> the cluster
 */
public abstract class SharedCluster<C extends Cluster<?>>
        implements BeforeEachCallback, ParameterResolver {
    private static final Map<Class<?>, Cluster<?>> CLUSTERS = new ConcurrentHashMap<>();

    private final Class<C> type;
    private final Supplier<C> start;

    /**
     * @param start starts it; called once in a JVM
     */
    protected SharedCluster(Class<C> type, Supplier<C> start) {
        this.type = type;
        this.start = start;
    }

    /** The cluster, healed. */
    protected final C cluster() {
        C cluster = type.cast(CLUSTERS.computeIfAbsent(type, key -> start.get()));
        cluster.heal();
        return cluster;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        cluster();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == type;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster();
    }
}
