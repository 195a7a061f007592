package labs.zookeeper.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import labs.kit.LabTest;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithEnsemble
@Timeout(60)
class EnsembleTest {
    @BeforeEach
    void needsServersToHarm(Ensemble ensemble) {
        assumeThat(ensemble.isOurs()).as("servers that we may kill").isTrue();
    }

    @Test
    void shouldHaveOneLeaderAndTwoFollowers(Ensemble ensemble) {
        assertThat(ensemble.servers())
                .extracting(EnsembleServer::role)
                .containsOnlyOnce(Role.LEADER)
                .filteredOn(role -> role == Role.FOLLOWER)
                .hasSize(2);
    }

    @Test
    void shouldKeepWhatWasWrittenWhenItsLeaderIsKilled(Ensemble ensemble, TestRoot root)
            throws Exception {
        try (var client = connect(root.chroot())) {
            client.create(
                    "/kept", bytes("yes"), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
        EnsembleServer old = ensemble.leader();

        old.kill();

        assertThat(ensemble.leader()).isNotEqualTo(old);
        try (var client = connect(root.chroot())) {
            assertThat(client.getData("/kept", false, null)).isEqualTo(bytes("yes"));
        }
        assertThat(old.role()).isEqualTo(Role.SILENT);
        ensemble.heal();
        assertThat(old.role()).isEqualTo(Role.FOLLOWER);
    }

    @Test
    void shouldReplaceALeaderThatIsPaused(Ensemble ensemble) {
        EnsembleServer old = ensemble.leader();

        old.pause();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(ensemble.servers())
                                        .filteredOn(server -> server != old)
                                        .extracting(EnsembleServer::role)
                                        .contains(Role.LEADER));
        old.resume();
        await().atMost(Duration.ofSeconds(20)).until(() -> old.role() == Role.FOLLOWER);
    }

    @Test
    void shouldLeaveNothingBehindWhenClosed() {
        EnsembleServer server;
        try (var alone = Ensemble.start(1)) {
            server = alone.servers().get(0);
            assertThat(server.role()).isEqualTo(Role.STANDALONE);
        }

        assertThat(server.isAlive()).isFalse();
        assertThat(Files.exists(server.log().getParent())).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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
