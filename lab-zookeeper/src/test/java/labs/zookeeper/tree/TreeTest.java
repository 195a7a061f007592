package labs.zookeeper.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import labs.kit.LabTest;
import labs.zookeeper.ensemble.TestRoot;
import labs.zookeeper.ensemble.WithEnsemble;
import org.apache.zookeeper.KeeperException.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithEnsemble
@Timeout(60)
final class TreeTest {
    private static final Duration LONG = Duration.ofSeconds(40);

    private Session session;
    private Tree tree;

    @BeforeEach
    void open(TestRoot root) throws Exception {
        session = TestSessions.open(root.chroot());
        tree = new Tree(session);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void shouldCreateANodeWithTheParentsThatItLacks() throws Exception {
        tree.create("/a/b/c", bytes("deep"));
        tree.create("/a/b/d", bytes("beside"));

        assertThat(text("/a/b/c")).isEqualTo("deep");
        assertThat(tree.children("/a/b")).containsExactlyInAnyOrder("c", "d");
        tree.ensure("/a/b/c");
        assertThat(text("/a/b/c")).as("ensure changes nothing that exists").isEqualTo("deep");
        tree.ensure("/x/y");
        assertThat(tree.find("/x/y")).isPresent();
        assertThatThrownBy(() -> tree.create("/a/b", bytes("again")))
                .isInstanceOfSatisfying(
                        TreeException.class, e -> assertThat(e.code()).isEqualTo(Code.NODEEXISTS));
    }

    @Test
    void shouldSayWhatIsNotThere() throws Exception {
        assertThat(tree.find("/none")).isEmpty();
        assertThat(tree.childrenIfAny("/none")).isEmpty();
        assertThatThrownBy(() -> tree.read("/none")).hasMessageContaining("/none");
        assertThatThrownBy(() -> tree.compareAndSet("/none", bytes(""), 0))
                .isInstanceOfSatisfying(
                        TreeException.class, e -> assertThat(e.code()).isEqualTo(Code.NONODE));
    }

    @Test
    void shouldWriteOnlyOnTheVersionThatWasRead() throws Exception {
        tree.create("/node", bytes("one"));

        assertThat(tree.compareAndSet("/node", bytes("two"), 0)).contains(1);
        assertThat(tree.compareAndSet("/node", bytes("three"), 0))
                .as("version 0 is gone: somebody has written since")
                .isEmpty();

        assertThat(text("/node")).isEqualTo("two");
    }

    @Test
    void shouldLoseNoUpdateOfFourWritersAtOnce() throws Exception {
        tree.create("/counter", bytes("0"));
        List<Callable<Void>> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            writers.add(() -> increment(25));
        }

        var threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Void> done : threads.invokeAll(writers)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(text("/counter"))
                .as("each update must be made on what it replaces")
                .isEqualTo("100");
    }

    private Void increment(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            tree.update("/counter", data -> bytes("" + (Integer.parseInt(string(data)) + 1)));
        }
        return null;
    }

    @Test
    void shouldKeepEphemeralNodesAsLongAsTheirSession(TestRoot root) throws Exception {
        try (var other = TestSessions.open(root.chroot())) {
            new Tree(other).createEphemeral("/group/member", bytes("here"));
            // The two sessions may be on different servers, and the other one's a moment ahead.
            await().atMost(LONG).until(() -> tree.find("/group/member").isPresent());
            assertThat(text("/group/member")).isEqualTo("here");
            assertThatThrownBy(() -> tree.createEphemeral("/group/member", bytes("me too")))
                    .isInstanceOfSatisfying(
                            TreeException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.NODEEXISTS));
        }

        await("the end of its session")
                .atMost(LONG)
                .until(() -> tree.find("/group/member").isEmpty());
        assertThat(tree.find("/group")).as("the parent stays").isPresent();
    }

    @Test
    void shouldOrderSequentialNodesByTheirNumbers() throws Exception {
        tree.ensure("/queue");
        SequentialName first = tree.createSequential("/queue/zebra-", bytes("1"));
        SequentialName second = tree.createSequential("/queue/ape-", bytes("2"));
        tree.create("/queue/foreign", bytes(""));
        tree.create("/queue/n-12345", bytes(""));
        SequentialName third = tree.createSequential("/queue/mole-", bytes("3"));

        assertThat(SequentialName.sorted(tree.children("/queue")))
                .as("in the order of creation, without the nodes of others")
                .containsExactly(first, second, third);
        assertThat(first.prefix()).isEqualTo("zebra-");
        assertThat(SequentialName.parse("lock-0000000042"))
                .contains(new SequentialName("lock-0000000042", "lock-", 42));
        assertThat(SequentialName.parse("lock-000000042")).isEmpty();
    }

    @Test
    void shouldDeleteAWholeTreeWhileOthersAddToIt(TestRoot root) throws Exception {
        for (int i = 0; i < 20; i++) {
            tree.create("/big/" + i % 4 + "/" + i, bytes(""));
        }
        var stop = new AtomicBoolean();
        var adder = new Thread(() -> addUntil(stop, root.chroot()), "adder");
        adder.start();
        try {
            await().until(() -> tree.children("/big").contains("more"));

            tree.deleteRecursively("/big/more");
            tree.deleteRecursively("/big/0");
        } finally {
            stop.set(true);
            adder.join();
        }
        tree.deleteRecursively("/big");
        tree.deleteRecursively("/big");

        assertThat(tree.find("/big")).isEmpty();
    }

    private static void addUntil(AtomicBoolean stop, String chroot) {
        try (var session = TestSessions.open(chroot)) {
            var tree = new Tree(session);
            for (int i = 0; i < 30 && !stop.get(); i++) {
                tree.create("/big/more/" + i, new byte[0]);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String text(String path) throws InterruptedException {
        return string(tree.read(path).data());
    }

    private static String string(byte[] data) {
        return new String(data, UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
