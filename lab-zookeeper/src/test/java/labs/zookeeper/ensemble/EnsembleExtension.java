package labs.zookeeper.ensemble;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link WithEnsemble} does. */
final class EnsembleExtension implements BeforeEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(EnsembleExtension.class);
    private static final int PATIENCE_MS = 20_000;

    /** Closed when the whole run of tests is. */
    private record Shared(Ensemble ensemble) implements CloseableResource, AutoCloseable {
        @Override
        public void close() {
            ensemble.close();
        }
    }

    private static Ensemble ensemble(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        Shared.class,
                        type -> new Shared(Ensemble.fromEnvironmentOr(3)),
                        Shared.class)
                .ensemble();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        ensemble(context).heal();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Ensemble.class || type == TestRoot.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Ensemble ensemble = ensemble(context);
        return parameter.getParameter().getType() == Ensemble.class
                ? ensemble
                : context.getStore(NAMESPACE)
                        .getOrComputeIfAbsent(
                                TestRoot.class, type -> root(ensemble, context), TestRoot.class);
    }

    private static TestRoot root(Ensemble ensemble, ExtensionContext context) {
        String name = "/" + context.getRequiredTestMethod().getName() + "-";
        var connected = new CountDownLatch(1);
        try (var client =
                new ZooKeeper(
                        ensemble.connectString(),
                        PATIENCE_MS,
                        event -> {
                            if (event.getState() == KeeperState.SyncConnected) {
                                connected.countDown();
                            }
                        })) {
            if (!connected.await(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("no connection to " + ensemble.connectString());
            }
            String path =
                    client.create(
                            name,
                            new byte[0],
                            ZooDefs.Ids.OPEN_ACL_UNSAFE,
                            CreateMode.PERSISTENT_SEQUENTIAL);
            return new TestRoot(path, ensemble.connectString() + path);
        } catch (java.io.IOException | KeeperException e) {
            throw new IllegalStateException("cannot make a root for the test", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
