package labs.zookeeper.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import labs.cluster.zookeeper.Ensemble;
import labs.kit.FaultProxy;
import labs.kit.LabTest;
import labs.zookeeper.ensemble.ClientWatchers;
import labs.zookeeper.ensemble.TestRoot;
import labs.zookeeper.ensemble.Uncaught;
import labs.zookeeper.ensemble.WithEnsemble;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithEnsemble
@Timeout(60)
final class WatcherTest {
    private FaultProxy proxy;
    private Session watching;
    private Session writing;
    private Tree tree;
    private final AtomicReference<Optional<Znode>> node = new AtomicReference<>();
    private final AtomicReference<SortedMap<String, Znode>> nodes = new AtomicReference<>();
    private final AtomicInteger calls = new AtomicInteger();

    @BeforeEach
    void open(Ensemble ensemble, TestRoot root) throws Exception {
        proxy = TestSessions.proxy(ensemble);
        watching = TestSessions.open(TestSessions.via(proxy, root));
        writing = TestSessions.open(root.chroot());
        tree = new Tree(writing);
    }

    @AfterEach
    void close() throws Exception {
        TestSessions.closeAll(watching, writing, proxy);
    }

    private NodeWatcher watchNode(String path) {
        return new NodeWatcher(
                watching,
                path,
                now -> {
                    calls.incrementAndGet();
                    node.set(now);
                });
    }

    private TreeWatcher watchTree(String root) {
        return new TreeWatcher(
                watching,
                root,
                now -> {
                    calls.incrementAndGet();
                    nodes.set(now);
                });
    }

    private void awaitNode(String text) {
        await("the watcher tells the last change of the node")
                .atMost(TestSessions.PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(node.get())
                                        .isNotNull()
                                        .map(WatcherTest::text)
                                        .isEqualTo(Optional.ofNullable(text)));
    }

    private void awaitTree(SortedMap<String, String> expected) {
        await("the watcher tells the last state of the tree")
                .atMost(TestSessions.PATIENCE)
                .untilAsserted(() -> assertThat(texts()).isEqualTo(expected));
    }

    private SortedMap<String, String> texts() {
        var texts = new TreeMap<String, String>();
        if (nodes.get() != null) {
            nodes.get().forEach((path, seen) -> texts.put(path, text(seen)));
        }
        return texts;
    }

    private void write(String path, String text) throws InterruptedException {
        tree.update(path, old -> bytes(text));
    }

    @Test
    void shouldFollowANodeFromBeforeItsCreationUntilAfterItsEnd() throws Exception {
        try (var watcher = watchNode("/node")) {
            awaitNode(null);
            tree.create("/node", bytes("one"));
            awaitNode("one");
            write("/node", "two");
            awaitNode("two");
            tree.deleteRecursively("/node");
            awaitNode(null);
            tree.create("/node", bytes("three"));
            awaitNode("three");
        }
    }

    @Test
    void shouldLoseNoChangeBetweenTwoLooks(Random random) throws Exception {
        tree.create("/node", bytes("start"));
        try (var watcher = watchNode("/node")) {
            awaitNode("start");
            // A look takes 40 ms now. The second write comes at any moment of it.
            proxy.delay(ofMillis(20));
            for (int i = 0; i < 8; i++) {
                write("/node", "first " + i);
                LockSupport.parkNanos(ofMillis(20 + random.nextInt(70)).toNanos());
                write("/node", "second " + i);
                awaitNode("second " + i);
            }
        }
    }

    @Test
    void shouldLoseNoCreationBetweenTwoLooks(Random random) throws Exception {
        proxy.delay(ofMillis(20));
        for (int i = 0; i < 6; i++) {
            String path = "/late-" + i;
            node.set(null);
            try (var watcher = watchNode(path)) {
                LockSupport.parkNanos(ofMillis(10 + random.nextInt(60)).toNanos());
                tree.create(path, bytes("here"));
                awaitNode("here");
            }
        }
    }

    @Test
    void shouldFollowANodeAcrossACutAndANewSession(Ensemble ensemble) throws Exception {
        tree.create("/node", bytes("one"));
        try (var watcher = watchNode("/node")) {
            awaitNode("one");
            cutOff();
            write("/node", "while it was away");
            proxy.heal();
            awaitNode("while it was away");

            beginNewSession(ensemble);
            write("/node", "in the new session");
            awaitNode("in the new session");
        }
    }

    @Test
    void shouldFollowAWholeTree() throws Exception {
        try (var watcher = watchTree("/app")) {
            var expected = new TreeMap<String, String>();
            awaitTree(expected);
            tree.create("/app/a/b", bytes("deep"));
            expected.put("/app", "");
            expected.put("/app/a", "");
            expected.put("/app/a/b", "deep");
            awaitTree(expected);
            write("/app/a", "changed");
            expected.put("/app/a", "changed");
            awaitTree(expected);
            tree.deleteRecursively("/app/a");
            expected.keySet().removeIf(path -> path.startsWith("/app/a"));
            awaitTree(expected);
        }
    }

    @Test
    void shouldReadWhatChangedInATreeWhileItWasCutOff(Ensemble ensemble) throws Exception {
        tree.create("/app/stays", bytes("old"));
        tree.create("/app/goes", bytes("old"));
        var expected = new TreeMap<String, String>();
        expected.put("/app", "");
        expected.put("/app/stays", "old");
        expected.put("/app/goes", "old");
        try (var watcher = watchTree("/app")) {
            awaitTree(expected);
            cutOff();
            write("/app/stays", "new");
            tree.deleteRecursively("/app/goes");
            tree.create("/app/comes", bytes("new"));
            proxy.heal();
            expected.put("/app/stays", "new");
            expected.remove("/app/goes");
            expected.put("/app/comes", "new");
            awaitTree(expected);

            beginNewSession(ensemble);
            tree.deleteRecursively("/app/comes");
            expected.remove("/app/comes");
            awaitTree(expected);
            write("/app/stays", "in the new session");
            expected.put("/app/stays", "in the new session");
            awaitTree(expected);
        }
    }

    @Test
    void shouldMissNothingThatHappensWhileItBegins(Random random) throws Exception {
        proxy.delay(ofMillis(10));
        for (int i = 0; i < 6; i++) {
            String top = "/new-" + i;
            tree.create(top + "/a", bytes("old"));
            try (var watcher = watchTree(top)) {
                LockSupport.parkNanos(ofMillis(random.nextInt(100)).toNanos());
                write(top + "/a", "new");
                tree.create(top + "/b", bytes("new"));
                var expected = new TreeMap<String, String>();
                expected.put(top, "");
                expected.put(top + "/a", "new");
                expected.put(top + "/b", "new");
                awaitTree(expected);
            }
        }
    }

    @Test
    void shouldTellTheLastStateAfterAStormOfChangesAndNotEveryOne() throws Exception {
        var expected = new TreeMap<String, String>();
        expected.put("/app", "");
        for (int i = 0; i < 5; i++) {
            tree.create("/app/" + i, bytes("start"));
            expected.put("/app/" + i, "start");
        }
        try (var watcher = watchTree("/app");
                var nodeWatcher = watchNode("/app/0")) {
            awaitTree(expected);
            awaitNode("start");
            proxy.delay(ofMillis(10));
            storm(3_000, expected);

            awaitTree(expected);
            awaitNode(expected.get("/app/0"));
            assertThat(calls.get())
                    .as("calls for 3,000 changes: those that came during one look make one")
                    .isLessThan(1_500);
        }
    }

    /** Sends all writes without waiting for answers, and returns when all are answered. */
    private void storm(int changes, SortedMap<String, String> expected) {
        var answered = new AtomicInteger();
        for (int i = 0; i < changes; i++) {
            String path = "/app/" + i % 5;
            expected.put(path, "change " + i);
            writing.zooKeeper()
                    .setData(
                            path,
                            bytes("change " + i),
                            -1,
                            (rc, p, context, stat) -> answered.incrementAndGet(),
                            null);
        }
        await().atMost(TestSessions.PATIENCE).until(() -> answered.get() == changes);
    }

    private void beginNewSession(Ensemble ensemble) throws InterruptedException {
        long old = watching.id();
        TestSessions.expire(watching.zooKeeper(), ensemble);
        await("a new session")
                .atMost(TestSessions.PATIENCE)
                .until(() -> watching.id() != old && watching.state() == SessionState.CONNECTED);
    }

    private void cutOff() {
        proxy.refuse();
        proxy.cut();
        await().atMost(TestSessions.PATIENCE)
                .until(() -> watching.state() == SessionState.SUSPENDED);
    }

    private static String text(Znode seen) {
        return new String(seen.data(), UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void shouldGoOnWhenAListenerThrows() throws Exception {
        try (var uncaught = new Uncaught();
                var one =
                        new NodeWatcher(
                                watching,
                                "/node",
                                now -> {
                                    node.set(now);
                                    throw new StackOverflowError("a stranger's bug");
                                });
                var all =
                        new TreeWatcher(
                                watching,
                                "/node",
                                now -> {
                                    nodes.set(now);
                                    throw new IllegalStateException("another one");
                                })) {
            tree.create("/node", bytes("1"));
            await("the node").atMost(TestSessions.PATIENCE).until(() -> node.get() != null);
            awaitNode("1");
            tree.update("/node", data -> bytes("2"));

            awaitNode("2");
            await("the tree too")
                    .atMost(TestSessions.PATIENCE)
                    .until(() -> nodes.get().get("/node").version() == 1);
        }
    }

    @Test
    void shouldReadWhenItIsAllowedTo() throws Exception {
        tree.create("/node", bytes("secret"));
        var noReading = new ACL(Perms.ALL & ~Perms.READ, Ids.ANYONE_ID_UNSAFE);
        writing.zooKeeper().setACL("/node", Collections.singletonList(noReading), -1);
        try (var uncaught = new Uncaught();
                var one = watchNode("/node");
                var all = watchTree("/node")) {
            Collection<Throwable> denied = uncaught.thrown();
            await("both say that they may not")
                    .atMost(TestSessions.PATIENCE)
                    .until(() -> denied.size() == 2);
            assertThat(denied).hasOnlyElementsOfType(NotAuthorizedException.class);

            writing.zooKeeper().setACL("/node", Ids.OPEN_ACL_UNSAFE, -1);

            await("the node").atMost(TestSessions.PATIENCE).until(() -> node.get() != null);
            awaitNode("secret");
            await("the tree too")
                    .atMost(TestSessions.PATIENCE)
                    .until(() -> nodes.get() != null && nodes.get().containsKey("/node"));
            assertThat(denied).as("said once").hasSize(2);
        }
    }

    @Test
    void shouldNotLetWatchersPileUpAtEachReconnection() throws Exception {
        tree.create("/node", bytes("1"));
        try (var one = watchNode("/node")) {
            awaitNode("1");
            for (int i = 0; i < 3; i++) {
                var suspended = new CountDownLatch(1);
                var connected = new CountDownLatch(1);
                SessionListener listener =
                        state ->
                                (state == SessionState.CONNECTED ? connected : suspended)
                                        .countDown();
                watching.addListener(listener);
                proxy.cut();
                assertThat(suspended.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();
                watching.removeListener(listener);
                tree.update("/node", data -> bytes(new String(data, UTF_8) + "1"));
                awaitNode("1".repeat(i + 2));
            }
            await("one watcher")
                    .atMost(TestSessions.PATIENCE)
                    .until(() -> ClientWatchers.count(watching.zooKeeper()) == 1);
        }
        await("none behind it")
                .atMost(TestSessions.PATIENCE)
                .until(() -> ClientWatchers.count(watching.zooKeeper()) == 0);
    }
}
