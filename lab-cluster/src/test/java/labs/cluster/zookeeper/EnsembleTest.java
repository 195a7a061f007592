package labs.cluster.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import labs.kit.LabTest;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(300)
final class EnsembleTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static Ensemble ensemble;

    @BeforeAll
    static void start() {
        ensemble = Ensemble.start(3);
    }

    @AfterAll
    static void close() {
        ensemble.close();
    }

    @BeforeEach
    void heal() {
        ensemble.heal();
    }

    @Test
    void shouldHaveOneLeaderAndTwoFollowers() {
        assertThat(ensemble.nodes())
                .extracting(EnsembleNode::role)
                .containsOnlyOnce(Role.LEADER)
                .filteredOn(role -> role == Role.FOLLOWER)
                .hasSize(2);
    }

    @Test
    void shouldKeepWhatWasWrittenWhenItsLeaderIsKilled() throws Exception {
        try (var client = connect(ensemble.connectString())) {
            client.create(
                    "/kept",
                    "yes".getBytes(UTF_8),
                    ZooDefs.Ids.OPEN_ACL_UNSAFE,
                    CreateMode.PERSISTENT);
        }
        EnsembleNode old = ensemble.leader();

        old.kill();

        assertThat(ensemble.leader()).isNotEqualTo(old);
        try (var client = connect(ensemble.connectString())) {
            assertThat(client.getData("/kept", false, null)).asString(UTF_8).isEqualTo("yes");
        }
        assertThat(old.role()).isEqualTo(Role.SILENT);
        ensemble.heal();
        assertThat(old.role()).isEqualTo(Role.FOLLOWER);
    }

    @Test
    void shouldReplaceALeaderThatIsPaused() {
        EnsembleNode old = ensemble.leader();

        old.pause();

        await().atMost(LONG)
                .untilAsserted(
                        () ->
                                assertThat(ensemble.nodes())
                                        .filteredOn(server -> server != old)
                                        .extracting(EnsembleNode::role)
                                        .contains(Role.LEADER));
        old.resume();
        await().atMost(LONG).until(() -> old.role() == Role.FOLLOWER);
    }

    @Test
    void shouldLeaveNothingBehindWhenClosed() {
        EnsembleNode server;
        try (var alone = Ensemble.start(1)) {
            server = alone.node(1);
            assertThat(server.role()).isEqualTo(Role.STANDALONE);
        }

        assertThat(server.isAlive()).isFalse();
        assertThat(Files.exists(server.process().log().getParent())).isFalse();
    }

    private static ZooKeeper connect(String connectString) throws Exception {
        var connected = new CountDownLatch(1);
        var client =
                new ZooKeeper(
                        connectString,
                        10_000,
                        event -> {
                            if (event.getState() == KeeperState.SyncConnected) {
                                connected.countDown();
                            }
                        });
        connected.await();
        return client;
    }
}
