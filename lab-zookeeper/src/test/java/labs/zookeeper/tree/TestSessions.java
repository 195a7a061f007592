package labs.zookeeper.tree;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import labs.cluster.Capability;
import labs.cluster.zookeeper.Ensemble;
import labs.kit.FaultProxy;
import labs.zookeeper.ensemble.TestRoot;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/** Sessions for tests, and their end. */
public final class TestSessions {
    /** Long enough for a machine that is busy with other tests. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Longer than any test waits: a session that ends was ended by its test. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private TestSessions() {}

    /** A session that outlives what a busy machine does. */
    public static Session open(String connectString) throws InterruptedException {
        return open(connectString, TIMEOUT);
    }

    /** A session that the servers end after so long without a word. */
    public static Session open(String connectString, Duration timeout) throws InterruptedException {
        return Session.connect(connectString, timeout, PATIENCE);
    }

    /** One that takes answers of at most 4 KiB. */
    public static Session narrow(String connectString) throws InterruptedException {
        String before = System.setProperty("jute.maxbuffer", "4096");
        try {
            return open(connectString);
        } finally {
            if (before == null) {
                System.clearProperty("jute.maxbuffer");
            } else {
                System.setProperty("jute.maxbuffer", before);
            }
        }
    }

    /** A proxy before one of the servers; without servers of ours, the test is skipped. */
    public static FaultProxy proxy(Ensemble ensemble) {
        assumeThat(ensemble.provision().allows(Capability.CUT))
                .as("servers to put a proxy before")
                .isTrue();
        return FaultProxy.to(ensemble.follower().port());
    }

    /**
     * The connect string through that proxy. It names it twice: before the client asks the same
     * address again, it waits a second.
     */
    public static String via(FaultProxy proxy, TestRoot root) {
        String address = "127.0.0.1:" + proxy.port();
        return address + "," + address + root.path();
    }

    /**
     * Ends that client's session as its expiry does: the servers forget it, and the client learns
     * it when it comes back. A second client takes the session over, which its number and password
     * allow, and closes it.
     */
    public static void expire(ZooKeeper client, Ensemble ensemble) throws InterruptedException {
        var connected = new CountDownLatch(1);
        try (var second =
                new ZooKeeper(
                        ensemble.connectString(),
                        client.getSessionTimeout(),
                        event -> {
                            if (event.getState() == KeeperState.SyncConnected) {
                                connected.countDown();
                            }
                        },
                        client.getSessionId(),
                        client.getSessionPasswd())) {
            if (!connected.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("could not take the session over");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes those that were opened before the test ended. */
    public static void closeAll(AutoCloseable... resources) throws Exception {
        for (AutoCloseable resource : resources) {
            if (resource != null) {
                resource.close();
            }
        }
    }
}
