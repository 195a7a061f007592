package labs.zookeeper.lock;

import static labs.zookeeper.tree.TestSessions.PATIENCE;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import labs.cluster.zookeeper.Ensemble;
import labs.kit.FaultProxy;
import labs.zookeeper.ensemble.TestRoot;
import labs.zookeeper.tree.Session;
import labs.zookeeper.tree.SessionState;
import labs.zookeeper.tree.TestSessions;
import labs.zookeeper.tree.Tree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Sessions and threads of the tests of locks. */
abstract class LockFixture {
    static final String PATH = "/locks/one";

    private final List<AutoCloseable> toClose = new ArrayList<>();
    Ensemble ensemble;
    TestRoot root;
    FaultProxy proxy;
    Session session;
    Session other;

    @BeforeEach
    void open(Ensemble shared, TestRoot testRoot) throws Exception {
        ensemble = shared;
        root = testRoot;
        session = closing(TestSessions.open(root.chroot()));
        other = closing(TestSessions.open(root.chroot()));
    }

    @AfterEach
    void close() throws Exception {
        for (int i = toClose.size() - 1; i >= 0; i--) {
            toClose.get(i).close();
        }
    }

    <T extends AutoCloseable> T closing(T resource) {
        toClose.add(resource);
        return resource;
    }

    Holder holder(String name, DistributedLock lock) {
        return closing(new Holder(name, lock));
    }

    /** A session that can be cut off. */
    Session proxied() throws InterruptedException {
        proxy = closing(TestSessions.proxy(ensemble));
        return closing(TestSessions.open(TestSessions.via(proxy, root)));
    }

    void cutOff(Session victim) {
        proxy.refuse();
        proxy.cut();
        await().atMost(PATIENCE).until(() -> victim.state() == SessionState.SUSPENDED);
    }

    List<String> queue() throws InterruptedException {
        return new Tree(session).childrenIfAny(PATH);
    }

    void awaitQueue(int length) {
        await("nodes in the queue of the lock")
                .atMost(PATIENCE)
                .until(() -> queue().size(), size -> size == length);
    }
}
