package labs.zookeeper.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import labs.cluster.Capability;
import labs.cluster.junit.Needs;
import labs.cluster.zookeeper.Ensemble;
import labs.kit.FaultProxy;
import labs.kit.LabTest;
import labs.zookeeper.answers.EveryAnswer;
import labs.zookeeper.answers.Wire;
import labs.zookeeper.curator.Curators;
import labs.zookeeper.ensemble.TestRoot;
import labs.zookeeper.ensemble.WithEnsemble;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithEnsemble
@Timeout(180)
final class ConfigPublisherTest {
    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final Schema ANY = Schema.empty().optional("*", new ValueType.Text(10_000_000));

    private CuratorFramework client;
    private ConfigPublisher publisher;

    @BeforeEach
    void connect(TestRoot root) {
        client = Curators.connect(root.chroot(), SESSION);
        publisher = new ConfigPublisher(client, "/config", ANY, 5);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void shouldHaveVersionZeroBeforeAnythingIsPublished() throws Exception {
        assertThat(publisher.current().version()).isZero();
        assertThat(publisher.current().values()).isEmpty();
        assertThat(publisher.history()).isEmpty();
    }

    @Test
    void shouldPublishOneVersionAfterTheOther() throws Exception {
        publisher.publish(0, Map.of("a", "1", "b", "1"), "anna", "first");
        Snapshot second = publisher.publish(1, Map.of("a", "2"), "ben", "b was never used");

        assertThat(publisher.current()).isEqualTo(second);
        assertThat(second.version()).isEqualTo(2);
        assertThat(second.values()).containsExactly(Map.entry("a", "2"));
        assertThat(publisher.read(1).values()).containsOnlyKeys("a", "b");
        assertThat(publisher.history())
                .extracting(Revision::version, Revision::who, Revision::comment)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, "anna", "first"),
                        org.assertj.core.groups.Tuple.tuple(2L, "ben", "b was never used"));
    }

    @Test
    void shouldRefuseAPublisherThatHasNotSeenTheCurrentVersion() throws Exception {
        publisher.publish(0, Map.of("a", "1"), "anna", "first");
        publisher.publish(1, Map.of("a", "2"), "anna", "second");

        assertThatExceptionOfType(ConfigException.Conflict.class)
                .isThrownBy(() -> publisher.publish(1, Map.of("a", "3"), "ben", "late"))
                .withMessageContaining("expected version 1, but it is 2, published by anna")
                .satisfies(e -> assertThat(e.actual()).isEqualTo(2));
        assertThat(publisher.current().text("a")).isEqualTo("2");
        assertThat(publisher.history()).hasSize(2);
    }

    @Test
    void shouldLoseNoUpdateOfPublishersThatRunTogether() throws Exception {
        int publishers = 6;
        int each = 8;
        var threads = Executors.newFixedThreadPool(publishers);
        try {
            List<Callable<Void>> jobs =
                    IntStream.range(0, publishers)
                            .<Callable<Void>>mapToObj(i -> () -> addKeys("p" + i, each))
                            .toList();
            for (Future<Void> job : threads.invokeAll(jobs)) {
                job.get();
            }
        } finally {
            threads.shutdownNow();
        }

        Snapshot end = publisher.current();
        assertThat(end.version()).isEqualTo((long) publishers * each);
        assertThat(end.values())
                .as("each publication added one key to what it had read; none may be overwritten")
                .hasSize(publishers * each);
        assertThat(publisher.history())
                .extracting(Revision::version)
                .containsExactlyElementsOf(LongStream.rangeClosed(44, 48).boxed().toList());
    }

    private Void addKeys(String name, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            publishOnTop(name + "-" + i);
        }
        return null;
    }

    private void publishOnTop(String key) throws InterruptedException {
        while (true) {
            Snapshot seen = publisher.current();
            var values = new TreeMap<>(seen.values());
            values.put(key, "x");
            try {
                publisher.publish(seen.version(), values, key, "one more key");
                return;
            } catch (ConfigException.Conflict e) {
                // somebody was faster: again, on top of what they did
            }
        }
    }

    @Test
    void shouldWriteNothingWhenAnythingIsInvalid() throws Exception {
        var strict = new ConfigPublisher(client, "/strict", MycatSchema.schema(), 5);
        strict.publish(0, MycatSchema.shop(2), "anna", "first");
        var values = new TreeMap<>(MycatSchema.shop(2));
        values.put("server/port", "http");
        values.put("server/charset", "utf8");

        assertThatExceptionOfType(ConfigException.Invalid.class)
                .isThrownBy(() -> strict.publish(1, values, "ben", "typo"))
                .withMessageContaining(
                        "server/port = \"http\": expected an integer from 1 to 65535");

        assertThat(strict.current().text("server/charset")).isEqualTo("utf8mb4");
        assertThat(strict.history()).hasSize(1);
    }

    @Test
    void shouldGoBackToAVersionAsANewOne() throws Exception {
        publisher.publish(0, Map.of("a", "good"), "anna", "first");
        publisher.publish(1, Map.of("a", "bad"), "ben", "second");

        Snapshot back = publisher.rollback(1, 2, "anna", "ben's did not work");

        assertThat(back.version()).isEqualTo(3);
        assertThat(publisher.current().text("a")).isEqualTo("good");
        assertThat(publisher.history()).extracting(Revision::version).containsExactly(1L, 2L, 3L);
        assertThatExceptionOfType(ConfigException.Conflict.class)
                .isThrownBy(() -> publisher.rollback(2, 2, "ben", "no, mine"));
    }

    @Test
    void shouldKeepTheLastVersionsAndRemoveTheOthers() throws Exception {
        for (int i = 0; i < 8; i++) {
            publisher.publish(i, Map.of("a", big(300_000, i)), "anna", "number " + i);
        }

        assertThat(publisher.history())
                .extracting(Revision::version)
                .containsExactly(4L, 5L, 6L, 7L, 8L);
        assertThat(publisher.read(4).text("a")).isEqualTo(big(300_000, 3));
        assertThatExceptionOfType(ConfigException.Unavailable.class)
                .isThrownBy(() -> publisher.rollback(3, 8, "anna", "too far"))
                .withMessageContaining("version 3 is not kept");
    }

    @Test
    void shouldRemoveBodiesThatAPublisherLeftBehindAndNoOthers() throws Exception {
        var tidy = new ConfigPublisher(client, "/config", ANY, 2, Clock.systemUTC(), Duration.ZERO);
        tidy.publish(0, Map.of("a", big(300_000, 0)), "anna", "first");
        client.create().creatingParentsIfNeeded().forPath("/config/blobs/died/0", new byte[10]);

        publisher.publish(1, Map.of("a", "1"), "anna", "a body that may still be on its way stays");
        assertThat(client.checkExists().forPath("/config/blobs/died")).isNotNull();

        tidy.publish(2, Map.of("a", "2"), "anna", "it is old enough");
        assertThat(client.getChildren().forPath("/config/blobs")).isEmpty();
    }

    @Test
    void shouldPublishMoreThanOneZnodeHolds() throws Exception {
        var values = Map.of("a", big(2_500_000, 1), "b", "small");

        publisher.publish(0, values, "anna", "large");

        assertThat(publisher.current().values()).isEqualTo(values);
    }

    @Test
    void shouldRefuseMoreThanAConfigurationCentreIsFor() throws Exception {
        assertThatExceptionOfType(ConfigException.TooLarge.class)
                .isThrownBy(() -> publisher.publish(0, Map.of("a", big(9_000_000, 1)), "x", "y"))
                .withMessageContaining("at most 8388608 are allowed");
        assertThat(publisher.history()).isEmpty();
    }

    @Test
    void shouldChangeNothingWhenTheBodyOfALargeSnapshotCannotBeWritten() throws Exception {
        publisher.publish(0, Map.of("a", "1"), "anna", "first");
        client.setACL().withACL(Ids.READ_ACL_UNSAFE).forPath("/config/blobs");

        assertThatExceptionOfType(ConfigException.Denied.class)
                .isThrownBy(
                        () -> publisher.publish(1, Map.of("a", big(600_000, 1)), "anna", "large"));

        assertThat(publisher.current().text("a"))
                .as("the pointer, which must move last: what it names must be there")
                .isEqualTo("1");
    }

    /** A publisher may fail between any two requests: so there must be one only. */
    @Test
    void shouldChangePointerAndHistoryTogetherOrNotAtAll() throws Exception {
        publisher.publish(0, Map.of("a", "1"), "anna", "first");
        client.setACL().withACL(Ids.READ_ACL_UNSAFE).forPath("/config/current");
        assertThatExceptionOfType(ConfigException.Denied.class)
                .isThrownBy(() -> publisher.publish(1, Map.of("a", "2"), "anna", "second"));
        assertThat(publisher.history()).as("nothing was published").hasSize(1);

        publisher = new ConfigPublisher(client, "/other", ANY, 5);
        publisher.publish(0, Map.of("a", "1"), "anna", "first");
        client.setACL().withACL(Ids.READ_ACL_UNSAFE).forPath("/other/versions");
        assertThatExceptionOfType(ConfigException.Denied.class)
                .isThrownBy(() -> publisher.publish(1, Map.of("a", "2"), "anna", "second"));
        assertThat(publisher.current().version()).as("there is no history of more").isEqualTo(1);
    }

    @Test
    void shouldTellAReaderThatItMayNotPublish(TestRoot root) throws Exception {
        var owner =
                new Id(
                        "digest",
                        org.apache.zookeeper.server.auth.DigestAuthenticationProvider
                                .generateDigest("admin:secret"));
        // ZooKeeper's client asks the list for null, which an immutable one does not take.
        var list = new ArrayList<>(List.of(new ACL(Perms.ALL, owner)));
        list.add(new ACL(Perms.READ, Ids.ANYONE_ID_UNSAFE));
        try (var admin =
                Curators.builder(root.chroot(), SESSION)
                        .authorization("digest", "admin:secret".getBytes(StandardCharsets.UTF_8))
                        .aclProvider(always(list))
                        .build()) {
            admin.start();
            new ConfigPublisher(admin, "/guarded", ANY, 5)
                    .publish(0, Map.of("a", "1"), "admin", "");
        }
        var reader = new ConfigPublisher(client, "/guarded", ANY, 5);

        assertThat(reader.current().text("a")).isEqualTo("1");
        assertThatExceptionOfType(ConfigException.Denied.class)
                .isThrownBy(() -> reader.publish(1, Map.of("a", "2"), "reader", "may I"));
        assertThat(reader.current().text("a")).isEqualTo("1");
    }

    private static ACLProvider always(List<ACL> list) {
        return new ACLProvider() {
            @Override
            public List<ACL> getDefaultAcl() {
                return list;
            }

            @Override
            public List<ACL> getAclForPath(String path) {
                return list;
            }
        };
    }

    @Test
    void shouldSayThatTheChrootIsMissing(Ensemble ensemble) {
        try (var lost = Curators.connect(ensemble.connectString() + "/no/such/place", SESSION)) {
            assertThatExceptionOfType(ConfigException.Unavailable.class)
                    .isThrownBy(
                            () ->
                                    new ConfigPublisher(lost, "/config", ANY, 5)
                                            .publish(0, Map.of("a", "1"), "anna", "first"))
                    .withMessageContaining("chroot");
        }
    }

    @Test
    @Needs(Capability.CUT)
    void shouldSayThatZooKeeperIsAway(Ensemble ensemble, TestRoot root) throws Exception {
        try (var proxy = FaultProxy.to(ensemble.nodes().get(0).port());
                var cut =
                        Curators.builder("127.0.0.1:" + proxy.port() + root.path(), SESSION)
                                .connectionTimeoutMs(500)
                                .retryPolicy(new RetryOneTime(100))
                                .build()) {
            cut.start();
            var far = new ConfigPublisher(cut, "/config", ANY, 5);
            far.publish(0, Map.of("a", "1"), "anna", "first");
            proxy.refuse();
            proxy.cut();

            assertThatExceptionOfType(ConfigException.Unavailable.class)
                    .isThrownBy(() -> far.publish(1, Map.of("a", "2"), "anna", "into the void"));
        }
        assertThat(publisher.current().text("a")).isEqualTo("1");
    }

    @Test
    @Needs(Capability.CUT)
    void shouldKnowItsOwnWorkAgainWhenTheAnswerIsLost(Ensemble ensemble, TestRoot root)
            throws Exception {
        publisher.publish(0, Map.of("a", "1"), "anna", "first");
        try (var proxy = FaultProxy.to(ensemble.nodes().get(0).port());
                var shaky = Curators.connect("127.0.0.1:" + proxy.port() + root.path(), SESSION)) {
            var far = new ConfigPublisher(shaky, "/config", ANY, 5);
            far.current(); // connected
            proxy.delay(Duration.ofMillis(150)); // the answer is under way for so long …
            client.checkExists()
                    .usingWatcher((Watcher) event -> cutForGood(proxy)) // … and never arrives
                    .forPath("/config/versions/0000000002");

            Snapshot published = far.publish(1, Map.of("a", "2"), "anna", "second");

            assertThat(published.version()).isEqualTo(2);
            assertThat(publisher.history()).hasSize(2);
        }
    }

    private static void cutForGood(FaultProxy proxy) {
        proxy.cut();
        proxy.heal();
    }

    static String big(int length, int salt) {
        return ("value " + salt + " ").repeat(length / 8 + 1).substring(0, length);
    }

    @Test
    void shouldPublishWholeAndOnceWhicheverAnswerIsLost(Ensemble ensemble, TestRoot testRoot)
            throws Exception {
        EveryAnswer.isLost(ensemble, testRoot, ConfigPublisherTest::publishAndWatch);
    }

    private static void publishAndWatch(Wire wire) throws Exception {
        CuratorFramework client = wire.curator();
        CuratorFramework observer = wire.observer();
        var heard = new CopyOnWriteArrayList<Snapshot>();
        var watcher =
                wire.closing(
                        new ConfigWatcher(
                                NodeReader.over(client), "/c", ANY, (now, diff) -> heard.add(now)));
        var far = new ConfigPublisher(client, "/c", ANY, 1);
        var near = new ConfigPublisher(observer, "/c", ANY, 1);
        wire.begin();
        watcher.start();
        for (int i = 0; i < 2; i++) {
            long before = near.current().version();
            String value = i == 0 ? "small" : big(300_000, i);
            Optional<Snapshot> done =
                    wire.attempt(
                            () -> far.publish(before, Map.of("key", value), "far", ""),
                            ConfigException.OutcomeUnknown.class,
                            ConfigException.Unavailable.class);
            observer.sync().forPath("/");
            Revision now = near.current().revision();
            if (done.isPresent()) {
                assertThat(now).isEqualTo(done.get().revision());
            } else {
                assertThat(now.version()).isBetween(before, before + 1);
            }
        }
        wire.healSoon();
        Snapshot last = near.publish(near.current().version(), Map.of("key", "end"), "near", "");
        Wire.eventually("the watcher has the last one", () -> heard.contains(last));
        assertThat(heard).extracting(Snapshot::version).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void shouldPublishLaterThanTheVersionBeforeThoughItsClockIsBehind() throws Exception {
        Snapshot first = publisher.publish(0, Map.of("a", "1"), "anna", "");
        Clock behind = Clock.offset(Clock.systemUTC(), Duration.ofHours(-2));
        var slow = new ConfigPublisher(client, "/config", ANY, 5, behind, Duration.ofHours(1));

        Snapshot second = slow.publish(1, Map.of("a", "2"), "ben", "");

        assertThat(second.revision().when()).isAfter(first.revision().when());
    }
}
