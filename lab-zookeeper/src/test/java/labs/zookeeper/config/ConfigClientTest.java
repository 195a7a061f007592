package labs.zookeeper.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import labs.cluster.Capability;
import labs.cluster.junit.Needs;
import labs.cluster.zookeeper.Ensemble;
import labs.kit.FaultProxy;
import labs.kit.LabTest;
import labs.zookeeper.config.ConfigClient.Source;
import labs.zookeeper.curator.Curators;
import labs.zookeeper.ensemble.TestRoot;
import labs.zookeeper.ensemble.Uncaught;
import labs.zookeeper.ensemble.WithEnsemble;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@LabTest
@WithEnsemble
@Needs(Capability.CUT)
@Timeout(60)
final class ConfigClientTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final Schema ANY = Schema.empty().optional("*", new ValueType.Text(100));

    @TempDir Path directory;
    private FaultProxy proxy;
    private CuratorFramework near;
    private CuratorFramework far;
    private ConfigPublisher publisher;
    private LastKnownGood copy;

    @BeforeEach
    void connect(Ensemble ensemble, TestRoot root) {
        proxy = FaultProxy.to(ensemble.nodes().get(0).port());
        near = Curators.connect(root.chroot(), SESSION);
        far = Curators.connect("127.0.0.1:" + proxy.port() + root.path(), SESSION);
        publisher = new ConfigPublisher(near, "/config", ANY, 5);
        copy = new LastKnownGood(directory.resolve("config.copy"));
    }

    @AfterEach
    void close() {
        proxy.heal(); // a session ends faster over a connection than without one
        far.close();
        near.close();
        proxy.close();
    }

    private ConfigClient start(Duration patience, ConfigListener... listeners)
            throws InterruptedException {
        return ConfigClient.start(NodeReader.over(far), "/config", ANY, copy, patience, listeners);
    }

    @Test
    void shouldUseAndKeepWhatZooKeeperHas() throws Exception {
        Snapshot published = publisher.publish(0, Map.of("a", "1"), "anna", "first");

        try (ConfigClient client = start(LONG)) {
            assertThat(client.current()).isEqualTo(published);
            assertThat(client.source()).isEqualTo(Source.ZOOKEEPER);
            assertThat(copy.load()).contains(published);
        }
    }

    @Test
    void shouldStartOnTheCopyWhenZooKeeperIsAwayAndCatchUpLater() throws Exception {
        publisher.publish(0, Map.of("a", "1"), "anna", "first");
        start(LONG).close();
        proxy.refuse();
        proxy.cut();
        publisher.publish(1, Map.of("a", "2"), "anna", "unheard");
        var diffs = new CopyOnWriteArrayList<Diff>();

        try (ConfigClient client = start(SHORT, (snapshot, diff) -> diffs.add(diff))) {
            assertThat(client.current().text("a")).isEqualTo("1");
            assertThat(client.source()).isEqualTo(Source.DISK);

            proxy.heal();

            await().atMost(LONG).until(() -> client.source() == Source.ZOOKEEPER);
            assertThat(client.current().text("a")).isEqualTo("2");
            await().atMost(LONG).until(() -> !diffs.isEmpty());
            assertThat(diffs.get(0).changed()).containsExactly(Map.entry("a", "2"));
        }
    }

    @Test
    void shouldSayThatThereIsNeitherZooKeeperNorACopy() {
        proxy.refuse();
        proxy.cut();

        assertThatExceptionOfType(ConfigException.Unavailable.class)
                .isThrownBy(() -> start(SHORT))
                .withMessageContaining("there is no copy at")
                .withMessageContaining("config.copy");
    }

    @Test
    void shouldRefuseToStartOnADamagedCopy() throws Exception {
        publisher.publish(0, Map.of("a", "1"), "anna", "first");
        start(LONG).close();
        proxy.refuse();
        proxy.cut();
        byte[] bytes = Files.readAllBytes(copy.file());
        bytes[bytes.length - 2] = '9';
        Files.write(copy.file(), bytes);

        assertThatExceptionOfType(ConfigException.Malformed.class)
                .isThrownBy(() -> start(SHORT))
                .withMessageContaining("config.copy is damaged");
    }

    @Test
    void shouldKeepTheLastSnapshotInUseWhileZooKeeperIsAway() throws Exception {
        publisher.publish(0, Map.of("a", "1"), "anna", "first");
        try (ConfigClient client = start(LONG)) {
            proxy.refuse();
            proxy.cut();
            publisher.publish(1, Map.of("a", "2"), "anna", "second");
            assertThat(client.current().text("a")).isEqualTo("1");

            proxy.heal();

            await().atMost(LONG).until(() -> client.current().version() == 2);
        }
    }

    @Test
    void shouldLeaveOutWhatAListenerWasTooSlowFor() throws Exception {
        var versions = new CopyOnWriteArrayList<Long>();
        var slow = new CountDownLatch(1);
        publisher.publish(0, Map.of("a", "1"), "anna", "first");
        ConfigListener listener =
                (snapshot, diff) -> {
                    versions.add(snapshot.version());
                    if (snapshot.version() == 2) {
                        awaitQuietly(slow);
                    }
                };
        try (ConfigClient client = start(LONG, listener)) {
            publisher.publish(1, Map.of("a", "2"), "anna", "held up here");
            await().atMost(LONG).until(() -> versions.contains(2L));
            var watched = new CopyOnWriteArrayList<Long>();
            try (var other =
                    new ConfigWatcher(
                            NodeReader.over(far),
                            "/config",
                            ANY,
                            (s, d) -> watched.add(s.version()))) {
                other.start();
                for (int i = 2; i < 9; i++) {
                    publisher.publish(i, Map.of("a", "" + (i + 1)), "anna", "");
                }
                await().atMost(LONG).until(() -> watched.contains(9L));
            }
            slow.countDown();

            await().atMost(LONG).until(() -> client.current().version() == 9);
            await().atMost(LONG).until(() -> versions.contains(9L));
            assertThat(versions).isSorted().startsWith(1L, 2L).endsWith(9L);
            assertThat(List.copyOf(versions)).hasSizeLessThanOrEqualTo(4);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldFollowWhenAListenerThrows() throws Exception {
        try (var uncaught = new Uncaught()) {
            publisher.publish(0, Map.of("a", "1"), "anna", "first");
            var versions = new CopyOnWriteArrayList<Long>();
            ConfigListener throwing =
                    (snapshot, diff) -> {
                        throw new NoClassDefFoundError("a stranger's bug");
                    };
            try (ConfigClient client =
                    start(LONG, throwing, (now, diff) -> versions.add(now.version()))) {
                publisher.publish(1, Map.of("a", "2"), "anna", "second");

                await().atMost(LONG).until(() -> client.current().version() == 2);
                await().atMost(LONG).until(() -> versions.contains(2L));
            }
            assertThat(uncaught.thrown()).as("not hidden").isNotEmpty();
        }
    }

    @Test
    void shouldSayThatItsCopyIsOfAnotherHistory() throws Exception {
        for (int i = 0; i < 3; i++) {
            publisher.publish(i, Map.of("a", "" + i), "anna", "");
        }
        start(LONG).close();
        near.delete().deletingChildrenIfNeeded().forPath("/config"); // the ensemble lost all
        var problems = new CopyOnWriteArrayList<String>();
        try (ConfigClient client =
                start(
                        SHORT,
                        new ConfigListener() {
                            @Override
                            public void onChange(Snapshot snapshot, Diff diff) {}

                            @Override
                            public void onProblem(String problem) {
                                problems.add(problem);
                            }
                        })) {
            assertThat(client.current().version()).isEqualTo(3);

            publisher.publish(0, Map.of("a", "anew"), "ben", "");

            await().atMost(LONG).until(() -> client.current().version() == 1);
            await().atMost(LONG).until(() -> !problems.isEmpty());
            assertThat(problems.get(0)).contains("began anew").contains("after version 3");
        }
    }
}
