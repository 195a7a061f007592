package labs.zookeeper.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import labs.cluster.Capability;
import labs.cluster.junit.Needs;
import labs.cluster.zookeeper.Ensemble;
import labs.cluster.zookeeper.FourLetterWord;
import labs.kit.LabTest;
import labs.zookeeper.curator.Curators;
import labs.zookeeper.ensemble.ClientWatchers;
import labs.zookeeper.ensemble.TestRoot;
import labs.zookeeper.ensemble.Uncaught;
import labs.zookeeper.ensemble.WithEnsemble;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithEnsemble
@Timeout(60)
final class ConfigWatcherTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final Schema ANY = Schema.empty().optional("*", new ValueType.Text(10_000_000));

    private final Heard heard = new Heard();
    private final List<AutoCloseable> open = new ArrayList<>();
    private CuratorFramework client;
    private ConfigPublisher publisher;

    /** What a listener was told. */
    private static final class Heard implements ConfigListener {
        private final List<Snapshot> snapshots = new CopyOnWriteArrayList<>();
        private final List<Diff> diffs = new CopyOnWriteArrayList<>();
        private final List<String> problems = new CopyOnWriteArrayList<>();

        @Override
        public void onChange(Snapshot snapshot, Diff diff) {
            snapshots.add(snapshot);
            diffs.add(diff);
        }

        @Override
        public void onProblem(String problem) {
            problems.add(problem);
        }

        void awaitVersion(long version) {
            await().atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThat(snapshots)
                                            .extracting(Snapshot::version)
                                            .as("versions that the watcher passed on")
                                            .endsWith(version));
        }

        void awaitProblem(String part) {
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(String.join("\n", problems)).contains(part));
        }
    }

    @BeforeEach
    void connect(TestRoot root) {
        client = Curators.connect(root.chroot(), SESSION);
        publisher = new ConfigPublisher(client, "/config", ANY, 5);
        open.add(client);
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private ConfigWatcher watch(NodeReader reader, ConfigListener listener) {
        var watcher = new ConfigWatcher(reader, "/config", ANY, listener);
        watcher.start();
        open.add(watcher);
        return watcher;
    }

    private CuratorFramework another(TestRoot root) {
        CuratorFramework other = Curators.connect(root.chroot(), SESSION);
        open.add(other);
        return other;
    }

    private ZooKeeper plain(TestRoot root, int sessionMs) throws Exception {
        var connected = new CountDownLatch(1);
        var handle =
                new ZooKeeper(
                        root.chroot(),
                        sessionMs,
                        event -> {
                            if (event.getState() == KeeperState.SyncConnected) {
                                connected.countDown();
                            }
                        });
        assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();
        open.add(handle);
        return handle;
    }

    @Test
    void shouldTellOfWhatIsThereAndOfEachChange() throws Exception {
        publisher.publish(0, Map.of("a", "1", "b", "1"), "anna", "first");
        watch(NodeReader.over(client), heard);
        heard.awaitVersion(1);

        publisher.publish(1, Map.of("a", "2", "c", "1"), "anna", "second");
        heard.awaitVersion(2);

        assertThat(heard.snapshots.get(1).values()).containsOnlyKeys("a", "c");
        Diff diff = heard.diffs.get(1);
        assertThat(diff.added()).containsOnlyKeys("c");
        assertThat(diff.removed()).containsOnlyKeys("b");
        assertThat(diff.changed()).containsExactly(Map.entry("a", "2"));
    }

    @Test
    void shouldWaitForTheFirstPublicationEver() throws Exception {
        watch(NodeReader.over(client), heard);

        publisher.publish(0, Map.of("a", "1"), "anna", "first");

        heard.awaitVersion(1);
    }

    @Test
    void shouldReadALargeSnapshotWhole() throws Exception {
        watch(NodeReader.over(client), heard);
        var values = Map.of("a", ConfigPublisherTest.big(1_500_000, 1));

        publisher.publish(0, values, "anna", "large");

        heard.awaitVersion(1);
        assertThat(heard.snapshots.get(0).values()).isEqualTo(values);
    }

    /** A reader that lets somebody publish at the worst moment, once. */
    private final class Interrupted implements NodeReader {
        private final NodeReader real;
        private final String before; // the path before whose reading it happens, or nothing
        private final String after; // the path before whose answer it happens, or nothing
        private final AtomicInteger times = new AtomicInteger();

        Interrupted(NodeReader real, String before, String after) {
            this.real = real;
            this.before = before;
            this.after = after;
        }

        @Override
        public void read(String path, Watcher watcher, Consumer<Reply> answer) {
            publishAt(before, path);
            real.read(
                    path,
                    watcher,
                    reply -> {
                        publishAt(after, path);
                        answer.accept(reply);
                    });
        }

        private void publishAt(String moment, String path) {
            if (path.startsWith(moment) && times.getAndIncrement() == 0) {
                publishMeanwhile();
            }
        }

        @Override
        public void watchCreation(String path, Watcher watcher, Consumer<Reply> answer) {
            real.watchCreation(path, watcher, answer);
        }

        @Override
        public Runnable onNewSession(Runnable action) {
            return () -> {};
        }
    }

    @Test
    void shouldNotMissAChangeThatComesRightAfterItsReading(TestRoot root) throws Exception {
        publisher.publish(0, Map.of("a", "1"), "anna", "first");

        watch(new Interrupted(NodeReader.over(another(root)), "-", "/config/current"), heard);

        heard.awaitVersion(2);
    }

    @Test
    void shouldNotMissAChangeThatComesWhileItReadsALargeSnapshot(TestRoot root) throws Exception {
        publisher.publish(0, Map.of("a", ConfigPublisherTest.big(300_000, 1)), "anna", "large");

        watch(new Interrupted(NodeReader.over(another(root)), "/config/blobs/", "-"), heard);

        heard.awaitVersion(2);
    }

    private void publishMeanwhile() {
        CompletableFuture.runAsync(
                        () -> {
                            try {
                                publisher.publish(1, Map.of("a", "2"), "ben", "just now");
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        })
                .join();
    }

    @Test
    void shouldNeverSeeHalfAnUpdate(TestRoot root) throws Exception {
        var torn = new CopyOnWriteArrayList<Snapshot>();
        ConfigListener strict =
                new ConfigListener() {
                    @Override
                    public void onChange(Snapshot snapshot, Diff diff) {
                        heard.onChange(snapshot, diff);
                        if (snapshot.values().values().stream().distinct().count() != 1) {
                            torn.add(snapshot);
                        }
                    }

                    @Override
                    public void onProblem(String problem) {
                        heard.onProblem(problem);
                    }
                };
        for (int i = 0; i < 3; i++) {
            watch(NodeReader.over(another(root)), strict);
        }

        for (int version = 1; version <= 20; version++) {
            // Every fifth is too large for one znode.
            String value = version % 5 == 0 ? "v".repeat(8_000) + version : "v" + version;
            var values = new TreeMap<String, String>();
            for (int key = 0; key < 100; key++) {
                values.put("key-" + key, value);
            }
            publisher.publish(version - 1, values, "anna", "all hundred keys");
        }

        heard.awaitVersion(20);
        assertThat(torn).as("snapshots whose keys are of different versions").isEmpty();
        assertThat(heard.problems).isEmpty();
    }

    @Test
    @Needs(Capability.INSPECT)
    void shouldLeaveOneWatchOnTheServersForAThousandKeys(Ensemble ensemble, TestRoot root)
            throws Exception {
        var values = new TreeMap<String, String>();
        for (int key = 0; key < 1_000; key++) {
            values.put("key-" + key, "1");
        }
        publisher.publish(0, values, "anna", "many");
        watch(NodeReader.over(client), heard);
        heard.awaitVersion(1);

        long watches = 0;
        for (var server : ensemble.nodes()) {
            watches +=
                    FourLetterWord.ask(server.port(), "wchp")
                            .lines()
                            .filter(line -> line.startsWith(root.path() + "/"))
                            .count();
        }
        assertThat(watches).as("paths that are watched").isEqualTo(1);
    }

    @Test
    void shouldStandAStormOfChangesWithManyWatchersOnFewHandles(TestRoot root) throws Exception {
        var backwards = new AtomicInteger();
        var finished = new CountDownLatch(120);
        for (int i = 0; i < 3; i++) {
            NodeReader shared = NodeReader.over(plain(root, 10_000));
            for (int j = 0; j < 40; j++) {
                var last = new AtomicLong();
                watch(
                        shared,
                        (snapshot, diff) -> {
                            if (last.getAndSet(snapshot.version()) >= snapshot.version()) {
                                backwards.incrementAndGet();
                            }
                            if (snapshot.version() == 20) {
                                finished.countDown();
                            }
                        });
            }
        }

        for (int version = 1; version <= 20; version++) {
            publisher.publish(version - 1, Map.of("a", "" + version), "anna", "storm");
        }

        assertThat(finished.await(20, TimeUnit.SECONDS))
                .as("all 120 have the last one; " + finished.getCount() + " do not")
                .isTrue();
        assertThat(backwards).hasValue(0);
    }

    @Test
    void shouldGoOnAfterItsSessionExpired(TestRoot root) throws Exception {
        CuratorFramework other = another(root);
        publisher.publish(0, Map.of("a", "1"), "anna", "first");
        watch(NodeReader.over(other), heard);
        heard.awaitVersion(1);

        other.getZookeeperClient().getZooKeeper().getTestable().injectSessionExpiration();
        publisher.publish(1, Map.of("a", "2"), "anna", "second");

        heard.awaitVersion(2);
        publisher.publish(2, Map.of("a", "3"), "anna", "third");
        heard.awaitVersion(3);
    }

    @Test
    void shouldReportWhatOthersWroteAndKeepTheLastGoodOne() throws Exception {
        publisher.publish(0, Map.of("a", "1"), "anna", "first");
        watch(NodeReader.over(client), heard);
        heard.awaitVersion(1);
        byte[] good = client.getData().forPath("/config/current");

        client.setData().forPath("/config/current", "a=2".getBytes(StandardCharsets.UTF_8));
        heard.awaitProblem("unusable");
        byte[] changed = good.clone();
        changed[changed.length - 2] = '7';
        client.setData().forPath("/config/current", changed);
        heard.awaitProblem("damaged or cut short");

        assertThat(heard.snapshots).hasSize(1);
        client.setData().forPath("/config/current", good);
        publisher.publish(1, Map.of("a", "2"), "anna", "second");
        heard.awaitVersion(2);
    }

    @Test
    void shouldRefuseWhatBreaksTheSchemaOfTheReader() throws Exception {
        publisher.publish(0, Map.of("server", "x"), "anna", "no schema of ours");
        var watcher =
                new ConfigWatcher(NodeReader.over(client), "/config", MycatSchema.schema(), heard);
        open.add(watcher);

        watcher.start();

        heard.awaitProblem("version 1 is refused");
        assertThat(heard.snapshots).isEmpty();
    }

    @Test
    void shouldNotGoBackToAnOlderVersion() throws Exception {
        publisher.publish(0, Map.of("a", "1"), "anna", "first");
        byte[] old = client.getData().forPath("/config/current");
        publisher.publish(1, Map.of("a", "2"), "anna", "second");
        byte[] now = client.getData().forPath("/config/current");
        var told = new Told(NodeReader.over(client));
        watch(told, heard);
        heard.awaitVersion(2);

        client.setData().forPath("/config/current", old); // as a server that lags would answer
        await("the watcher was told the old one").atMost(LONG).until(() -> told.was(old));
        client.setData().forPath("/config/current", now);
        publisher.publish(2, Map.of("a", "3"), "anna", "third");

        heard.awaitVersion(3);
        assertThat(heard.snapshots).extracting(Snapshot::version).containsExactly(2L, 3L);
    }

    /** Notes which data a reader was answered with, once it has looked at them. */
    private record Told(NodeReader real, List<byte[]> answers) implements NodeReader {
        Told(NodeReader real) {
            this(real, new CopyOnWriteArrayList<>());
        }

        boolean was(byte[] data) {
            return answers.stream().anyMatch(answer -> Arrays.equals(answer, data));
        }

        @Override
        public void read(String path, Watcher watcher, Consumer<Reply> answer) {
            real.read(
                    path,
                    watcher,
                    reply -> {
                        answer.accept(reply);
                        if (reply.data() != null) {
                            answers.add(reply.data());
                        }
                    });
        }

        @Override
        public void watchCreation(String path, Watcher watcher, Consumer<Reply> answer) {
            real.watchCreation(path, watcher, answer);
        }

        @Override
        public Runnable onNewSession(Runnable action) {
            return real.onNewSession(action);
        }
    }

    @Test
    void shouldGoOnWhenAListenerThrows() throws Exception {
        try (var uncaught = new Uncaught()) {
            publisher.publish(0, Map.of("a", "1"), "anna", "first");
            watch(
                    NodeReader.over(client),
                    new ConfigListener() {
                        @Override
                        public void onChange(Snapshot snapshot, Diff diff) {
                            heard.onChange(snapshot, diff);
                            throw new StackOverflowError("a stranger's bug");
                        }

                        @Override
                        public void onProblem(String problem) {
                            heard.onProblem(problem);
                            throw new IllegalStateException("another one");
                        }
                    });
            heard.awaitVersion(1);
            byte[] good = client.getData().forPath("/config/current");
            client.setData().forPath("/config/current", "\n\n".getBytes(StandardCharsets.UTF_8));
            heard.awaitProblem("unusable");
            client.setData().forPath("/config/current", good);

            publisher.publish(1, Map.of("a", "2"), "anna", "second");

            heard.awaitVersion(2);
        }
    }

    @Test
    void shouldSayThatTheHistoryBeganAnewAndFollowIt() throws Exception {
        for (int i = 0; i < 3; i++) {
            publisher.publish(i, Map.of("a", "" + i), "anna", "");
        }
        watch(NodeReader.over(client), heard);
        heard.awaitVersion(3);

        client.delete().deletingChildrenIfNeeded().forPath("/config"); // as if all were lost
        heard.awaitProblem("Version 3 stays in use");
        assertThat(heard.snapshots).extracting(Snapshot::version).containsExactly(3L);
        publisher.publish(0, Map.of("a", "anew"), "ben", "");

        heard.awaitVersion(1);
        heard.awaitProblem("the history began anew: version 1 was published by ben");
        publisher.publish(1, Map.of("a", "on"), "ben", "");
        heard.awaitVersion(2);
    }

    @Test
    void shouldFollowAHistoryThatGoesOnFromAnOldCopy() throws Exception {
        publisher.publish(0, Map.of("a", "1"), "anna", "");
        byte[] old = client.getData().forPath("/config/current");
        publisher.publish(1, Map.of("a", "2"), "anna", "lost");
        watch(NodeReader.over(client), heard);
        heard.awaitVersion(2);

        client.setData().forPath("/config/current", old); // as a backup brings it back
        client.delete().forPath("/config/versions/0000000002");
        publisher.publish(1, Map.of("a", "2 again"), "ben", "");

        await().atMost(LONG)
                .untilAsserted(
                        () ->
                                assertThat(heard.snapshots.get(heard.snapshots.size() - 1).values())
                                        .containsEntry("a", "2 again"));
        heard.awaitProblem("the history began anew: version 2 was published by ben");
    }

    @Test
    void shouldReadWhenItIsAllowedTo() throws Exception {
        publisher.publish(0, Map.of("a", "1"), "anna", "first");
        var noReading = new ACL(ZooDefs.Perms.ALL & ~ZooDefs.Perms.READ, Ids.ANYONE_ID_UNSAFE);
        client.setACL().withACL(List.of(noReading)).forPath("/config/current");
        watch(NodeReader.over(client), heard);
        heard.awaitProblem("NOAUTH");

        client.setACL().withACL(Ids.OPEN_ACL_UNSAFE).forPath("/config/current");

        heard.awaitVersion(1);
        assertThat(heard.problems).as("told once").hasSize(1);
    }

    @Test
    void shouldLeaveNoWatcherBehindWhenItIsClosed(TestRoot root) throws Exception {
        publisher.publish(0, Map.of("a", "1"), "anna", "first");
        ZooKeeper handle = plain(root, 10_000);
        for (NodeReader reader : List.of(NodeReader.over(handle), NodeReader.over(client))) {
            for (int i = 0; i < 20; i++) {
                int before = heard.snapshots.size();
                ConfigWatcher watcher = watch(reader, heard);
                await().atMost(LONG).until(() -> heard.snapshots.size() > before);
                watcher.close();
            }
        }
        ZooKeeper curators = client.getZookeeperClient().getZooKeeper();
        await().atMost(LONG)
                .untilAsserted(
                        () -> {
                            assertThat(ClientWatchers.count(handle)).as("of ours").isZero();
                            assertThat(ClientWatchers.count(curators))
                                    .as("Curator's, which has one of its own")
                                    .isLessThanOrEqualTo(1);
                        });
    }
}
