package labs.zookeeper.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import labs.cluster.zookeeper.Ensemble;
import labs.kit.Direction;
import labs.kit.FaultProxy;
import labs.kit.LabTest;
import labs.zookeeper.answers.EveryAnswer;
import labs.zookeeper.answers.Wire;
import labs.zookeeper.ensemble.TestRoot;
import labs.zookeeper.ensemble.WithEnsemble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server did what it was asked to, and the answer is lost. */
@LabTest
@WithEnsemble
@Timeout(60)
final class LostReplyTest {
    private static final byte[] NOTHING = {};

    /** Allowed: it was done, or it was not. */
    private static final Class<? extends Exception> UNKNOWN = OutcomeUnknownException.class;

    private FaultProxy proxy;
    private Session session;
    private Tree tree;

    @BeforeEach
    void open(Ensemble ensemble, TestRoot root) throws Exception {
        proxy = TestSessions.proxy(ensemble);
        session = TestSessions.open(TestSessions.via(proxy, root));
        tree = new Tree(session);
    }

    @AfterEach
    void close() throws Exception {
        TestSessions.closeAll(session, proxy);
    }

    @Test
    void shouldRecogniseItsOwnEphemeralNode() throws Exception {
        proxy.loseReplies(1);

        Znode mine = tree.createEphemeral("/mine", bytes("me"));

        assertThat(mine.stat().getEphemeralOwner())
                .as("it was created, though the answer was lost: the owner says by whom")
                .isEqualTo(session.id());
    }

    @Test
    void shouldNotClaimToKnowWhoCreatedANodeOrWroteIt() throws Exception {
        proxy.loseReplies(1);
        assertThatThrownBy(() -> tree.create("/node", bytes("0")))
                .as("it exists now, but nothing on it says who created it")
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("/node");

        session.awaitConnected(TestSessions.PATIENCE);
        proxy.loseReplies(1);
        assertThatThrownBy(() -> tree.compareAndSet("/node", bytes("1"), 0))
                .as("the version has moved on: by this write, or by somebody else's")
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("/node");
        proxy.loseReplies(1);
        assertThat(tree.read("/node").version())
                .as("written once, and a read whose answer is lost is repeated")
                .isEqualTo(1);
    }

    @Test
    void shouldTellThatASequentialNodeMayExist() throws Exception {
        tree.ensure("/queue");
        proxy.loseReplies(1);

        assertThatThrownBy(() -> tree.createSequential("/queue/job-", bytes("")))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("/queue/job-");

        assertThat(tree.children("/queue")).as("created once").hasSize(1);
    }

    @Test
    void shouldGoOnDeletingInTheBackgroundWhenTheConnectionIsBack() throws Exception {
        tree.createEphemeral("/queue/mark-1", bytes(""));
        tree.createEphemeral("/queue/mark-2", bytes(""));
        tree.createEphemeral("/queue/other", bytes(""));
        proxy.blackHole(Direction.TO_SERVER);
        BackgroundDelete.of(session, session.zooKeeper(), "/queue/mark-2");
        BackgroundDelete.ofMarked(session, session.zooKeeper(), "/queue", "mark-1");

        proxy.cut(); // both requests are lost on their way
        proxy.heal();

        await("both are gone, and nothing else")
                .atMost(TestSessions.PATIENCE)
                .untilAsserted(() -> assertThat(tree.children("/queue")).containsExactly("other"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void shouldKeepItsPromisesWhicheverAnswerIsLost(Ensemble ensemble, TestRoot root)
            throws Exception {
        EveryAnswer.isLost(ensemble, root, LostReplyTest::work);
    }

    private static void work(Wire wire) throws Exception {
        Session far = wire.session();
        var tree = new Tree(far);
        Session observer = wire.observerSession();
        var near = new Tree(observer);
        wire.begin();
        wire.insist(() -> ensured(tree, "/a/b"), NotConnectedException.class);
        Optional<Znode> mine =
                unless(wire, observer, "/a/e", () -> tree.createEphemeral("/a/e", NOTHING));
        mine.ifPresent(node -> assertThat(node.stat().getEphemeralOwner()).isEqualTo(far.id()));
        Optional<Znode> made = unless(wire, observer, "/a/c", () -> tree.create("/a/c", NOTHING));
        Optional<Optional<Integer>> set =
                wire.attempt(() -> tree.compareAndSet("/a/b", bytes("1"), 0), UNKNOWN);
        assertThat(set).as("nobody else has written").isNotEqualTo(Optional.of(Optional.empty()));
        Optional<SequentialName> numbered =
                wire.attempt(() -> tree.createSequential("/a/n-", NOTHING), UNKNOWN);
        wire.end();

        observer.zooKeeper().sync("/"); // its server may lag
        List<String> children = near.children("/a");
        assertThat(children.contains("e") || mine.isEmpty()).isTrue();
        assertThat(children.contains("c") || made.isEmpty()).isTrue();
        assertThat(near.read("/a/b").version()).isBetween(set.isPresent() ? 1 : 0, 1);
        assertThat(children.stream().filter(name -> name.startsWith("n-")).count())
                .as("numbered nodes")
                .isBetween(numbered.isPresent() ? 1L : 0L, 1L);
        wire.insist(() -> deleted(tree, "/a"), NotConnectedException.class);
        observer.zooKeeper().sync("/");
        assertThat(near.childrenIfAny("/")).doesNotContain("a");
    }

    /** Does it; if it says that nothing was done, there must be nothing. */
    private static <T> Optional<T> unless(
            Wire wire, Session observer, String path, Callable<T> creation) throws Exception {
        try {
            return wire.attempt(creation, UNKNOWN);
        } catch (NotConnectedException e) {
            wire.heal();
            observer.zooKeeper().sync("/");
            assertThat(new Tree(observer).find(path)).as("%s", e.getMessage()).isEmpty();
            return Optional.empty();
        }
    }

    private static boolean ensured(Tree tree, String path) throws InterruptedException {
        tree.ensure(path);
        return true;
    }

    private static boolean deleted(Tree tree, String path) throws InterruptedException {
        tree.deleteRecursively(path);
        return true;
    }
}
