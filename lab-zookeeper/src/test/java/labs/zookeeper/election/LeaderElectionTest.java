package labs.zookeeper.election;

import static labs.zookeeper.tree.TestSessions.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import labs.cluster.zookeeper.Ensemble;
import labs.kit.LabTest;
import labs.zookeeper.answers.EveryAnswer;
import labs.zookeeper.answers.Wire;
import labs.zookeeper.ensemble.TestRoot;
import labs.zookeeper.ensemble.Uncaught;
import labs.zookeeper.ensemble.WithEnsemble;
import labs.zookeeper.tree.AnswerTooLargeException;
import labs.zookeeper.tree.NotAuthorizedException;
import labs.zookeeper.tree.TestSessions;
import labs.zookeeper.tree.Tree;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
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
    private static final List<String> BOTH = List.of("far", "near");

    @Override
    int watchesOnItsOwn() {
        return 1;
    }

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

    @Test
    void shouldHaveOneNodeAndOneLeaderWhicheverAnswerIsLost(Ensemble ensemble, TestRoot testRoot)
            throws Exception {
        EveryAnswer.isLost(ensemble, testRoot, LeaderElectionTest::standAndLeave);
    }

    private static void standAndLeave(Wire wire) throws Exception {
        var far = wire.closing(new LeaderElection(wire.session(), PATH, "far"));
        var near = wire.closing(new LeaderElection(wire.observerSession(), PATH, "near"));
        wire.begin();
        far.start();
        wire.healSoon();
        assertThat(far.awaitLeadership(PATIENCE)).as("alone, it leads").isTrue();
        near.start();
        Wire.eventually("both stand, once", () -> near.participants().equals(BOTH));
        assertThat(near.isLeader()).isFalse();
        far.close();
        wire.healSoon();
        assertThat(near.awaitLeadership(PATIENCE)).as("the other leads then").isTrue();
        wire.end();
        assertThat(near.participants()).containsExactly("near");
    }

    @Test
    void shouldStandAgainWhenTheWholeElectionIsDeleted() throws Exception {
        Candidate ann = started("ann");
        awaitLeader(ann);
        Candidate bob = started("bob");
        long before = epoch(ann);

        var all = new ArrayList<Op>();
        queue(ann).forEach(name -> all.add(Op.delete(PATH + "/" + name, -1)));
        all.add(Op.delete(PATH, -1));
        ann.zooKeeper().multi(all); // at once: who stands again is not in the way

        await("both stand again")
                .atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(bob.election().participants())
                                        .containsExactlyInAnyOrder("ann", "bob"));
        await("one of them leads, in a later epoch")
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(NotLeaderException.class)
                .until(() -> leader(ann, bob).election().epoch() > before);
    }

    private static Candidate leader(Candidate one, Candidate other) {
        return one.election().isLeader() ? one : other;
    }

    @Test
    void shouldResignWhenSomebodyDeletesTheLeadersNode() throws Exception {
        Candidate ann = started("ann");
        awaitLeader(ann);
        Candidate bob = started("bob");

        delete(ann.zooKeeper(), first(queue(ann)));

        awaitLeader(bob);
        await("ann leads no more beside bob, and stands again behind him")
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            assertThat(ann.election().isLeader()).isFalse();
                            assertThat(bob.election().participants()).containsExactly("bob", "ann");
                        });
    }

    private static String first(List<String> queue) {
        return queue.stream().min((a, b) -> number(a).compareTo(number(b))).orElseThrow();
    }

    @Test
    void shouldTellTheOthersWhenAListenerThrows() throws Exception {
        try (var uncaught = new Uncaught()) {
            Candidate ann = candidate("ann");
            var log = new ElectionLog();
            ann.election().addListener(new Throwing());
            ann.election().addListener(log);

            ann.election().start();

            awaitLeader(ann);
            await().atMost(PATIENCE).until(() -> log.news().contains("elected"));
            ann.election().close();
            assertThat(log.news()).endsWith("deposed");
            assertThat(uncaught.thrown()).as("not hidden").isNotEmpty();
        }
    }

    private static final class Throwing implements ElectionListener {
        @Override
        public void elected(long epoch) {
            throw new StackOverflowError("a stranger's bug");
        }

        @Override
        public void deposed() {
            throw new IllegalStateException("another one");
        }
    }

    @Test
    void shouldStandWhenItIsAllowedTo(Ensemble ensemble) throws Exception {
        Candidate ann = candidate("ann");
        ZooKeeper zk = ann.zooKeeper();
        zk.create("/service", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        var readOnly = new ACL(Perms.READ | Perms.ADMIN, Ids.ANYONE_ID_UNSAFE);
        zk.create(PATH, new byte[0], Collections.singletonList(readOnly), CreateMode.PERSISTENT);
        ann.election().start();
        assertThatThrownBy(() -> ann.election().awaitLeadership(PATIENCE))
                .isInstanceOf(NotAuthorizedException.class);

        zk.setACL(PATH, Ids.OPEN_ACL_UNSAFE, -1);

        await("no event tells it, and no reconnection")
                .atMost(PATIENCE)
                .until(() -> ann.election().isLeader());
        assertThat(ann.election().awaitLeadership(PATIENCE)).isTrue();
    }

    @Test
    void shouldSayThatThereAreTooManyNodesToRead() throws Exception {
        try (var roomy = TestSessions.open(root.chroot())) {
            for (int i = 0; i < 40; i++) {
                new Tree(roomy).ensure(PATH + "/" + "a-long-name-".repeat(10) + i);
            }
        }
        try (var narrow = TestSessions.narrow(root.chroot());
                var election = new LeaderElection(narrow, PATH, "narrow")) {
            election.start();

            assertThatThrownBy(() -> election.awaitLeadership(PATIENCE))
                    .isInstanceOf(AnswerTooLargeException.class)
                    .hasMessageContaining("jute.maxbuffer");
        }
    }
}
