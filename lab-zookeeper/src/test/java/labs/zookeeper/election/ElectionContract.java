package labs.zookeeper.election;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static labs.zookeeper.tree.TestSessions.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import labs.cluster.zookeeper.Ensemble;
import labs.kit.FaultProxy;
import labs.zookeeper.ensemble.TestRoot;
import labs.zookeeper.ensemble.WatchCount;
import labs.zookeeper.tree.TestSessions;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every election must do, ours and Curator's. */
abstract class ElectionContract {
    static final String PATH = "/service/election";

    private final List<Candidate> candidates = new ArrayList<>();
    private Candidate.Maker maker;
    FaultProxy proxy;
    TestRoot root;

    abstract Candidate.Maker maker();

    /** How many watches a candidate has on its own node. */
    abstract int watchesOnItsOwn();

    @BeforeEach
    void open(Ensemble ensemble, TestRoot testRoot) {
        maker = maker();
        root = testRoot;
        proxy = TestSessions.proxy(ensemble);
    }

    @AfterEach
    void close() throws Exception {
        TestSessions.closeAll(candidates.toArray(AutoCloseable[]::new));
        TestSessions.closeAll(proxy);
    }

    Candidate candidate(String id) throws Exception {
        return candidate(id, root.chroot());
    }

    Candidate candidate(String id, String connectString) throws Exception {
        Candidate candidate = maker.at(connectString, PATH, id);
        candidates.add(candidate);
        return candidate;
    }

    /** A candidate that has queued up: the next to start comes behind it. */
    Candidate started(String id) throws Exception {
        return started(candidate(id));
    }

    Candidate started(Candidate candidate) throws Exception {
        int before = queue(candidate).size();
        candidate.election().start();
        await("a candidate's node")
                .atMost(PATIENCE)
                .until(() -> isStanding(candidate) && queue(candidate).size() > before);
        return candidate;
    }

    /** Throws what went wrong, if it did. */
    private static boolean isStanding(Candidate candidate) throws InterruptedException {
        candidate.election().awaitLeadership(ZERO);
        return true;
    }

    static List<String> queue(Candidate candidate) throws Exception {
        ZooKeeper zk = candidate.zooKeeper();
        zk.sync(PATH);
        return zk.exists(PATH, false) == null ? List.of() : zk.getChildren(PATH, false);
    }

    static void awaitLeader(Candidate candidate) throws InterruptedException {
        assertThat(candidate.election().awaitLeadership(PATIENCE))
                .as("the next in the queue comes to lead")
                .isTrue();
    }

    /** Of a leader, whom a busy machine may suspend for a moment. */
    static long epoch(Candidate leader) {
        return await("the leader's epoch")
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(NotLeaderException.class)
                .until(() -> leader.election().epoch(), epoch -> true);
    }

    @Test
    void shouldElectOneAfterTheOtherInTheOrderOfTheirComing() throws Exception {
        Candidate ann = started("ann");
        awaitLeader(ann);
        Candidate bob = started("bob");
        Candidate cid = started("cid");

        assertThat(bob.election().isLeader()).isFalse();
        assertThat(bob.election().awaitLeadership(ofMillis(50))).isFalse();
        assertThat(cid.election().leader()).contains("ann");
        assertThat(cid.election().participants()).containsExactly("ann", "bob", "cid");
        assertThatThrownBy(() -> bob.election().epoch())
                .isInstanceOf(NotLeaderException.class)
                .hasMessageContaining("bob");

        long first = epoch(ann);
        ann.election().close();
        awaitLeader(bob);
        assertThat(ann.election().isLeader()).isFalse();
        assertThat(cid.election().isLeader()).isFalse();
        assertThat(epoch(bob)).as("a later leader has a greater epoch").isGreaterThan(first);
        bob.close();
        awaitLeader(cid);
        assertThat(cid.election().leader()).contains("cid");
    }

    @Test
    void shouldPassOverACandidateThatLeftTheQueue() throws Exception {
        Candidate ann = started("ann");
        Candidate bob = started("bob");
        Candidate cid = started("cid");
        awaitLeader(ann);

        bob.close();
        await().atMost(PATIENCE).until(() -> queue(cid).size() == 2);

        assertThat(cid.election().awaitLeadership(ofMillis(200)))
                .as("the one before it has left, but that one did not lead")
                .isFalse();
        ann.close();
        awaitLeader(cid);
    }

    @Test
    void shouldGiveUpLeadershipWhenSuspendedAndNotTellTwoToLead() throws Exception {
        Candidate ann = started(candidate("ann", TestSessions.via(proxy, root)));
        awaitLeader(ann);
        var log = new ElectionLog();
        ann.election().addListener(log);

        proxy.refuse();
        proxy.cut();

        await("a leader who is cut off cannot know whether it still leads")
                .atMost(PATIENCE)
                .until(() -> !ann.election().isLeader());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.news()).startsWith("deposed"));
        assertThatThrownBy(() -> ann.election().epoch()).isInstanceOf(RuntimeException.class);

        proxy.heal();
        awaitLeader(ann);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(log.news()).startsWith("deposed", "elected"));
        assertThat(queue(ann)).as("one node of its own, no second one").hasSize(1);
    }

    @Test
    void shouldStandAgainWhenItsSessionHasExpired(Ensemble ensemble) throws Exception {
        Candidate ann = started("ann");
        awaitLeader(ann);
        long first = epoch(ann);
        Candidate bob = started("bob");

        TestSessions.expire(ann.zooKeeper(), ensemble);

        awaitLeader(bob);
        assertThat(epoch(bob)).isGreaterThan(first);
        await("ann stands again, behind bob")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(queue(bob)).hasSize(2));
        assertThat(ann.election().isLeader()).isFalse();
        bob.close();
        awaitLeader(ann);
    }

    @Test
    void shouldWakeOneCandidateWhenTheLeaderLeaves(Ensemble ensemble) throws Exception {
        var watches = new WatchCount(ensemble, root.path() + PATH);
        long others = watches.standing();
        List<Candidate> queue = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            queue.add(started("candidate " + i));
        }
        awaitLeader(queue.get(0));
        await("all wait")
                .atMost(PATIENCE)
                .until(() -> watches.standing() >= others + 7 + 8 * watchesOnItsOwn());
        assertThat(watches.mostOnOnePath())
                .as("who watches one and the same node beside its owner: a herd (see wchp)")
                .isLessThanOrEqualTo(1 + watchesOnItsOwn());
        long before = watches.fired();

        queue.get(0).close();
        awaitLeader(queue.get(1));

        await().atMost(PATIENCE).until(() -> watches.fired() > before);
        assertThat(watches.fired() - before)
                .as("watches that fired when the leader of 8 left, its own perhaps among them")
                .isBetween(1L, 1L + watchesOnItsOwn());
    }

    @Test
    void shouldFindTheNodeThatItCreatedWhenTheAnswerIsLost() throws Exception {
        Candidate cid = started(candidate("cid")); // so that the election's node exists
        cid.election().close();
        Candidate ann = candidate("ann", TestSessions.via(proxy, root));
        ann.election().leader(); // all that Curator does first is done
        proxy.loseReplies(1);

        ann.election().start();

        awaitLeader(ann);
        assertThat(queue(cid))
                .as("one node for one candidate: a second one would lead without anybody behind it")
                .hasSize(1);
    }
}
