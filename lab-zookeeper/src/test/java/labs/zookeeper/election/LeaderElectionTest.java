package labs.zookeeper.election;

import static labs.zookeeper.tree.TestSessions.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.Collections;
import java.util.List;
import labs.cluster.zookeeper.Ensemble;
import labs.kit.LabTest;
import labs.zookeeper.ensemble.WithEnsemble;
import labs.zookeeper.tree.NotAuthorizedException;
import labs.zookeeper.tree.TestSessions;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithEnsemble
@Timeout(60)
final class LeaderElectionTest extends ElectionContract {
    @Override
    Candidate.Maker maker() {
        return Candidate::ours;
    }

    @Test
    void shouldKeepItsNodeAndItsEpochAcrossAShortCut() throws Exception {
        Candidate ann = started(candidate("ann", TestSessions.via(proxy, root)));
        awaitLeader(ann);
        Candidate bob = started("bob");
        long epoch = epoch(ann);
        var log = new ElectionLog();
        ann.election().addListener(log);

        proxy.cut();
        await("cut off, and back: perhaps within a moment")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(log.news()).startsWith("deposed", "elected"));

        assertThat(epoch(ann))
                .as("the session lives, so does its node: the same leadership as before")
                .isEqualTo(epoch);
        assertThat(bob.election().isLeader()).isFalse();
    }

    @Test
    void shouldStandAgainWhenSomebodyDeletesItsNode() throws Exception {
        Candidate ann = started("ann");
        Candidate bob = started("bob");
        awaitLeader(ann);

        delete(ann.zooKeeper(), last(queue(ann)));
        ann.close();

        assertThat(bob.election().awaitLeadership(PATIENCE))
                .as("bob finds that his node is gone, and makes a new one")
                .isTrue();
    }

    private static String last(List<String> queue) {
        return queue.stream().max((a, b) -> number(a).compareTo(number(b))).orElseThrow();
    }

    private static String number(String name) {
        return name.substring(name.length() - 10);
    }

    private static void delete(ZooKeeper zk, String name) throws Exception {
        zk.delete(PATH + "/" + name, -1);
    }

    @Test
    void shouldLeaveNoNodeBehindWhenItIsClosedWhileCutOff() throws Exception {
        Candidate ann = started(candidate("ann", TestSessions.via(proxy, root)));
        awaitLeader(ann);
        Candidate bob = started("bob");
        proxy.refuse();
        proxy.cut();
        await().atMost(PATIENCE).until(() -> !ann.election().isLeader());

        ann.election().close();
        proxy.heal();

        awaitLeader(bob);
        assertThat(queue(bob)).as("ann's node goes, though her session lives").hasSize(1);
        assertThat(ann.election().isLeader()).isFalse();
    }

    @Test
    void shouldSayWhoMayStandWhenItMayNot(Ensemble ensemble) throws Exception {
        Candidate ann = candidate("ann");
        ann.zooKeeper().create("/service", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        ann.zooKeeper()
                .create(
                        PATH,
                        new byte[0],
                        Collections.singletonList(new ACL(Perms.READ, Ids.ANYONE_ID_UNSAFE)),
                        CreateMode.PERSISTENT);

        ann.election().start();

        assertThatThrownBy(() -> ann.election().awaitLeadership(PATIENCE))
                .isInstanceOf(NotAuthorizedException.class)
                .hasMessageContaining(PATH)
                .hasMessageContaining("world:anyone read");
    }
}
