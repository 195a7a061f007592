package labs.zookeeper.ensemble;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import labs.cluster.junit.SharedCluster;
import labs.cluster.zookeeper.Ensemble;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;

/** What {@link WithEnsemble} does. */
final class EnsembleExtension extends SharedCluster<Ensemble> {
    private static final Namespace NAMESPACE = Namespace.create(EnsembleExtension.class);
    private static final int PATIENCE_MS = 60_000;

    EnsembleExtension() {
        super(Ensemble.class, () -> Ensemble.fromEnvironmentOr(3));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestRoot.class
                || super.supportsParameter(parameter, context);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() != TestRoot.class) {
            return super.resolveParameter(parameter, context);
        }
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        TestRoot.class, type -> root(cluster(context), context), TestRoot.class);
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
