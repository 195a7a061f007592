package labs.zookeeper.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import labs.zookeeper.tree.Session;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;

/** Sessions for both sides, with the same timeouts. */
final class BenchClients {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private BenchClients() {}

    static Session session(String servers, Duration timeout) throws InterruptedException {
        return Session.connect(servers, timeout, PATIENCE);
    }

    static CuratorFramework curator(String servers, Duration timeout) throws InterruptedException {
        CuratorFramework client =
                CuratorFrameworkFactory.newClient(
                        servers,
                        (int) timeout.toMillis(),
                        (int) PATIENCE.toMillis(),
                        new RetryOneTime(50));
        client.start();
        if (!client.blockUntilConnected((int) PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("no connection to " + servers);
        }
        return client;
    }
}
