package labs.zookeeper.p2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static labs.zookeeper.p2p.Peers.LONG;
import static labs.zookeeper.p2p.Peers.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import labs.cluster.Capability;
import labs.cluster.junit.Needs;
import labs.cluster.zookeeper.Ensemble;
import labs.kit.LabTest;
import labs.zookeeper.answers.EveryAnswer;
import labs.zookeeper.answers.Wire;
import labs.zookeeper.curator.Curators;
import labs.zookeeper.ensemble.TestRoot;
import labs.zookeeper.ensemble.WithEnsemble;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes die, processes are killed, ZooKeeper is away, sessions expire. */
@LabTest
@WithEnsemble
@Needs({Capability.KILL, Capability.CUT})
@Timeout(60)
final class PeerFailureTest {
    private static final String DIAMOND = "n1-n2,n2-n4,n1-n3,n3-n4";

    @Test
    void shouldRouteAroundANodeThatDies(Ensemble ensemble, TestRoot root) throws Exception {
        try (var peers = Peers.linked(ensemble, root, DIAMOND)) {
            peers.start("n1", "n2", "n3", "n4").awaitWays();
            assertThat(peers.way("n1", "n4")).isEqualTo("n1 n2 n4");

            peers.kill("n2");

            assertThat(peers.way("n1", "n4")).isEqualTo("n1 n3 n4");
        }
    }

    @Test
    void shouldRouteAroundAProcessThatIsKilled(Ensemble ensemble, TestRoot root) throws Exception {
        try (var peers = Peers.linked(ensemble, root, DIAMOND)) {
            peers.startProcess("n2").start("n1", "n3", "n4").awaitWays();
            assertThat(peers.way("n1", "n4")).isEqualTo("n1 n2 n4");
            assertThat(peers.way("n1", "n2")).isEqualTo("n1 n2");

            peers.killProcess("n2");

            assertThat(peers.way("n1", "n4")).isEqualTo("n1 n3 n4");
            await("the dead one's card goes with its session")
                    .atMost(LONG)
                    .until(() -> !peers.node("n1").map().cards().containsKey("n2"));
        }
    }

    /** Nobody hears of the death but the neighbours: the packet has to carry it. */
    @Test
    void shouldGoOnWithWhatItKnowsWhileZooKeeperIsAway(Ensemble ensemble, TestRoot root)
            throws Exception {
        try (var peers = Peers.linked(ensemble, root, "n1-n2,n2-n3,n3-n4,n4-n5,n5-n6,n6-n1")) {
            List<String> all = List.of("n1", "n2", "n3", "n4", "n5", "n6");
            peers.start(all.toArray(String[]::new)).awaitWays();
            for (String id : all) {
                peers.zooKeeperOf(id).refuse();
                peers.zooKeeperOf(id).cut();
            }
            assertThat(peers.way("n1", "n4")).isEqualTo("n1 n2 n3 n4");

            peers.kill("n3");

            assertThat(peers.way("n1", "n4")).isEqualTo("n1 n2 n1 n6 n5 n4");
            for (String id : List.of("n1", "n2", "n4", "n5", "n6")) {
                peers.zooKeeperOf(id).heal();
            }
            await().atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThat(peers.way("n1", "n4"))
                                            .as("they have told each other by now")
                                            .isEqualTo("n1 n6 n5 n4"));
        }
    }

    @Test
    void shouldSayWhyWhenTheNetworkIsCut(Ensemble ensemble, TestRoot root) {
        try (var peers = Peers.linked(ensemble, root, "n1-n2,n2-n3,n3-n4")) {
            peers.start("n1", "n2", "n3", "n4").awaitWays();

            peers.kill("n3");

            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(
                            () -> peers.node("n1").send("n4", bytes("?"), Duration.ofSeconds(1)))
                    .withMessageContaining("no answer from n4 within 1000 ms")
                    .withMessageContaining("no way leads there; n1 reaches [n2]");
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(
                            () -> peers.node("n1").send("n7", bytes("?"), Duration.ofMillis(50)))
                    .withMessageContaining("no node of that name is registered");
        }
    }

    @Test
    void shouldAskAnotherWhenTheNearestDies(Ensemble ensemble, TestRoot root) throws Exception {
        try (var peers = Peers.linked(ensemble, root, "n1-n2,n1-n3,n3-n4")) {
            var asked = new java.util.concurrent.CountDownLatch(1);
            peers.start("n1", "n3");
            peers.start(
                    "n2",
                    Set.of("resize"),
                    message -> {
                        asked.countDown();
                        return waitForEver();
                    });
            peers.start("n4", Set.of("resize"), message -> bytes("resized"));
            peers.awaitWays();
            var pool = Executors.newSingleThreadExecutor();
            try {
                Future<Answer> answer =
                        pool.submit(
                                () ->
                                        peers.node("n1")
                                                .ask("resize", bytes("x"), Duration.ofSeconds(4)));
                asked.await();

                peers.kill("n2");

                assertThat(answer.get().node()).isEqualTo("n4");
            } finally {
                pool.shutdownNow();
            }
        }
    }

    private static byte[] waitForEver() {
        try {
            new java.util.concurrent.CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // killed
        }
        return new byte[0];
    }

    @Test
    void shouldRegisterAgainWhenItsSessionExpired(Ensemble ensemble, TestRoot root)
            throws Exception {
        try (var peers = Peers.linked(ensemble, root, "n1-n2");
                var client = Curators.connect(root.chroot(), Duration.ofSeconds(10))) {
            peers.start("n1", "n2").awaitWays();
            PeerNode node = peers.node("n1");
            long before = sessionOf(node);

            node.client()
                    .getZookeeperClient()
                    .getZooKeeper()
                    .getTestable()
                    .injectSessionExpiration();

            for (String path : List.of("/p2p/cards/n1", "/p2p/links/n1")) {
                await().atMost(LONG)
                        .untilAsserted(
                                () ->
                                        assertThat(ownerOf(client, path))
                                                .as(
                                                        "the session that %s lives by: not the old one, not none",
                                                        path)
                                                .isNotIn(0L, before));
            }
            assertThat(peers.way("n2", "n1")).isEqualTo("n2 n1");
        }
    }

    /**
     * Its card is there, with its own name on it, and will go with a session that is not its own.
     */
    @Test
    void shouldNotLiveOnWhatAnotherSessionLeftBehind(Ensemble ensemble, TestRoot root)
            throws Exception {
        try (var peers = Peers.linked(ensemble, root, "n1-n2");
                var client = Curators.connect(root.chroot(), Duration.ofSeconds(10))) {
            peers.start("n1", "n2").awaitWays();
            byte[] card = client.getData().forPath("/p2p/cards/n1");
            client.delete().forPath("/p2p/cards/n1");
            client.create().withMode(CreateMode.EPHEMERAL).forPath("/p2p/cards/n1", card);

            peers.zooKeeperOf("n1").cut(); // when it is connected again, it looks

            // Asked each time: on a busy machine the cut may last longer than the session.
            await().atMost(LONG)
                    .ignoreExceptionsInstanceOf(KeeperException.class) // not connected yet
                    .untilAsserted(
                            () ->
                                    assertThat(ownerOf(client, "/p2p/cards/n1"))
                                            .as("the session that its card lives by")
                                            .isEqualTo(sessionOf(peers.node("n1"))));
        }
    }

    private static long sessionOf(PeerNode node) throws Exception {
        return node.client().getZookeeperClient().getZooKeeper().getSessionId();
    }

    private static long ownerOf(org.apache.curator.framework.CuratorFramework client, String path)
            throws Exception {
        Stat stat = client.checkExists().forPath(path);
        return stat == null ? 0 : stat.getEphemeralOwner();
    }

    @Test
    void shouldTakeItsNameBackAfterARestart(Ensemble ensemble, TestRoot root) throws Exception {
        try (var peers = Peers.linked(ensemble, root, "n1-n2")) {
            peers.start("n1", "n2").awaitWays();
            String before = peers.node("n2").card().incarnation();

            peers.kill("n2"); // its card is still there
            peers.start("n2");

            peers.node("n2").awaitRegistered(LONG);
            await().atMost(LONG)
                    .until(
                            () ->
                                    !peers.node("n1")
                                            .map()
                                            .cards()
                                            .get("n2")
                                            .incarnation()
                                            .equals(before));
            assertThat(peers.way("n1", "n2")).isEqualTo("n1 n2");
        }
    }

    @Test
    void shouldNotTakeTheNameOfANodeThatLives(Ensemble ensemble, TestRoot root) {
        try (var peers = Peers.linked(ensemble, root, "n1-n2")) {
            peers.start("n1", "n2").awaitWays();
            String incarnation = peers.node("n2").card().incarnation();
            var config =
                    new PeerConfig(
                            root.chroot(),
                            "/p2p",
                            "n2",
                            Set.of(),
                            Topology.ring(),
                            Duration.ofSeconds(4));
            try (var second = PeerNode.start(config, message -> new byte[0])) {
                await().atMost(LONG)
                        .untilAsserted(
                                () ->
                                        assertThat(second.problems())
                                                .anyMatch(text -> text.contains("n2 is taken")));
                assertThatExceptionOfType(TimeoutException.class)
                        .isThrownBy(() -> second.awaitRegistered(Duration.ofMillis(10)));
            }
            assertThat(peers.node("n1").map().cards().get("n2").incarnation())
                    .isEqualTo(incarnation);
        }
    }

    @Test
    void shouldJoinLateWhenZooKeeperIsAwayAtItsStart(Ensemble ensemble, TestRoot root)
            throws Exception {
        try (var peers = Peers.linked(ensemble, root, "n1-n2")) {
            peers.start("n1");
            peers.node("n1").awaitRegistered(LONG);
            try (var proxy = labs.kit.FaultProxy.to(ensemble.nodes().get(0).port())) {
                proxy.refuse();
                var config =
                        new PeerConfig(
                                "127.0.0.1:" + proxy.port() + root.path(),
                                "/p2p",
                                "n2",
                                Set.of(),
                                Topology.parse("n1-n2"),
                                Duration.ofSeconds(4));
                try (var late = PeerNode.start(config, m -> PeerMain.answer("n2", m))) {
                    assertThatExceptionOfType(TimeoutException.class)
                            .isThrownBy(() -> late.awaitRegistered(Duration.ofMillis(300)))
                            .withMessageContaining("ZooKeeper does not answer");

                    proxy.heal();

                    late.awaitRegistered(LONG);
                    assertThat(peers.way("n1", "n2")).isEqualTo("n1 n2");
                }
            }
        }
    }

    /** Four send to each other without a pause, while others are killed around them. */
    @Test
    void shouldDeliverBetweenTheLivingWhoeverDies(Ensemble ensemble, TestRoot root, Random random)
            throws Exception {
        try (var peers = Peers.ring(ensemble, root)) {
            List<String> ids = IntStream.rangeClosed(1, 7).mapToObj(i -> "n" + i).toList();
            peers.start(ids.toArray(String[]::new)).awaitWays();
            List<String> shuffled = new ArrayList<>(ids);
            Collections.shuffle(shuffled, random);
            List<String> victims = shuffled.subList(0, 2);
            List<String> living = shuffled.subList(2, 7);
            var stop = new AtomicBoolean();
            var sent = new AtomicInteger();
            var pool = Executors.newFixedThreadPool(living.size());
            try {
                List<Future<Void>> senders =
                        living.stream()
                                .map(from -> pool.submit(sender(peers, from, living, sent, stop)))
                                .toList();
                for (String victim : victims) {
                    int before = sent.get();
                    await().atMost(LONG).until(() -> sent.get() >= before + 30);
                    peers.kill(victim);
                }
                int before = sent.get();
                await().atMost(LONG).until(() -> sent.get() >= before + 60);
                stop.set(true);
                for (Future<Void> each : senders) {
                    each.get();
                }
            } finally {
                stop.set(true);
                pool.shutdown();
            }
            assertThat(peers.deliveries)
                    .as("deliveries to applications, by node and message")
                    .hasSize(sent.get())
                    .allSatisfy((message, count) -> assertThat(count).as(message).hasValue(1));
        }
    }

    private static Callable<Void> sender(
            Peers peers, String from, List<String> living, AtomicInteger sent, AtomicBoolean stop) {
        PeerNode node = peers.node(from);
        return () -> {
            for (int i = 0; !stop.get(); i++) {
                String to = living.get(i % living.size());
                if (!to.equals(from)) {
                    node.send(to, bytes(from + "-" + i), LONG);
                    sent.incrementAndGet();
                }
            }
            return null;
        };
    }

    @Test
    void shouldBeRegisteredOnceWhicheverAnswerIsLost(Ensemble ensemble, TestRoot root)
            throws Exception {
        EveryAnswer.isLost(ensemble, root, PeerFailureTest::register);
    }

    private static void register(Wire wire) throws Exception {
        var card = new Card("n1", "one", "127.0.0.1", 1, new TreeSet<>());
        var reports = new CopyOnWriteArrayList<String>();
        CuratorFramework far = wire.curator();
        CuratorFramework near = wire.observer();
        var registration = wire.closing(new Registration(far, "/p2p", card, reports::add));
        wire.begin();
        registration.start();
        wire.healSoon();
        registration.await(Peers.LONG);
        registration.publish(new TreeSet<>(List.of("n2")));
        wire.healSoon();
        long session = far.getZookeeperClient().getZooKeeper().getSessionId();
        Wire.eventually(
                "its card and its links are there, and go with its session",
                () ->
                        owner(near, "/p2p/cards/n1") == session
                                && owner(near, "/p2p/links/n1") == session
                                && new String(near.getData().forPath("/p2p/links/n1"), UTF_8)
                                        .contains("n2"));
        assertThat(String.join("; ", reports)).doesNotContain("taken", "NODEEXISTS");
    }

    private static long owner(CuratorFramework client, String path) throws Exception {
        var stat = client.checkExists().forPath(path);
        return stat == null ? 0 : stat.getEphemeralOwner();
    }

    @Test
    void shouldRegisterAgainWhenSomebodyDeletesItsCard(Ensemble ensemble, TestRoot root)
            throws Exception {
        try (var peers = Peers.linked(ensemble, root, "n1-n2");
                var client = Curators.connect(root.chroot(), Duration.ofSeconds(10))) {
            peers.start("n1", "n2").awaitWays();
            client.delete().forPath("/p2p/cards/n2");
            client.delete().forPath("/p2p/links/n2");

            Wire.eventually(
                    "its card and its links are there again",
                    () ->
                            owner(client, "/p2p/cards/n2") != 0
                                    && owner(client, "/p2p/links/n2") != 0);
        }
    }

    @Test
    void shouldAnswerWithTheFailureWhateverTheApplicationThrows(Ensemble ensemble, TestRoot root)
            throws Exception {
        try (var peers = Peers.linked(ensemble, root, "n1-n2")) {
            peers.start("n1");
            peers.start(
                    "n2",
                    Set.of(),
                    message -> {
                        throw new StackOverflowError("a stranger's bug");
                    });
            peers.awaitWays();

            assertThatThrownBy(() -> peers.node("n1").send("n2", bytes("x"), LONG))
                    .isInstanceOf(RemoteFailureException.class)
                    .hasMessageContaining("StackOverflowError: a stranger's bug");
        }
    }
}
