package labs.cluster.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import labs.kit.LabTest;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.ConnectionLossException;
import org.apache.zookeeper.KeeperException.NodeExistsException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@RequiresEngine
@Timeout(1800) // the first build of the image takes minutes
class ZooKeeperContainersTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int SESSION_MS = 30_000;

    @Test
    void shouldGoOnWhenTheLeaderIsKilledInTheMiddle() throws Exception {
        try (var ensemble = ZooKeeperContainers.start(3);
                var client = connect(ensemble)) {
            create(client, "/before");

            ContainerNode leader = leader(ensemble);
            leader.kill();
            assertThat(leader.isAlive()).isFalse();
            create(client, "/meanwhile");

            ensemble.heal();
            create(client, "/after");
            assertThat(client.getChildren("/", false)).contains("before", "meanwhile", "after");
            assertThat(roles(ensemble)).contains("Mode: leader").hasSize(3);
        }
    }

    @Test
    void shouldAnswerAgainAfterAPause() throws Exception {
        try (var server = ZooKeeperContainers.start(1);
                var client = connect(server)) {
            create(client, "/before");

            server.node(1).pause();
            assertThat(server.node(1).isAlive()).isTrue();
            server.node(1).resume();

            create(client, "/after");
        }
    }

    private static ZooKeeper connect(ZooKeeperContainers ensemble) throws IOException {
        return new ZooKeeper(ensemble.connectString(), SESSION_MS, event -> {});
    }

    /** Creates it however often the connection is lost meanwhile. */
    private static void create(ZooKeeper client, String path) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(ConnectionLossException.class)
                .until(() -> isCreated(client, path));
    }

    private static boolean isCreated(ZooKeeper client, String path)
            throws KeeperException, InterruptedException {
        try {
            client.create(path, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            return true;
        } catch (NodeExistsException e) {
            return true; // by an attempt whose answer was lost
        }
    }

    private static ContainerNode leader(ZooKeeperContainers ensemble) {
        return ensemble.nodes().stream()
                .filter(node -> role(node).equals("Mode: leader"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> roles(ZooKeeperContainers ensemble) {
        return ensemble.nodes().stream().map(ZooKeeperContainersTest::role).toList();
    }

    private static String role(ContainerNode node) {
        return node.run("bash", "/opt/zookeeper/healthy.sh").strip();
    }
}
