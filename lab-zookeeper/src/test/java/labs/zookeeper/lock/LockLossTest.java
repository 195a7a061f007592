package labs.zookeeper.lock;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static labs.zookeeper.tree.TestSessions.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import labs.kit.Direction;
import labs.kit.LabTest;
import labs.zookeeper.answers.EveryAnswer;
import labs.zookeeper.answers.Wire;
import labs.zookeeper.ensemble.Uncaught;
import labs.zookeeper.ensemble.WithEnsemble;
import labs.zookeeper.tree.AnswerTooLargeException;
import labs.zookeeper.tree.NotConnectedException;
import labs.zookeeper.tree.Session;
import labs.zookeeper.tree.SessionState;
import labs.zookeeper.tree.TestSessions;
import labs.zookeeper.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The connection breaks, or the session ends, in the middle of it. */
@LabTest
@WithEnsemble
@Timeout(60)
final class LockLossTest extends LockFixture {
    private final List<LockState> news = new CopyOnWriteArrayList<>();

    private Holder listening(String name, Session owner) {
        var mutex = new Mutex(owner, PATH);
        mutex.addListener((state, token) -> news.add(state));
        return holder(name, mutex);
    }

    @Test
    void shouldBeInDoubtWhileCutOffAndHeldAgainAfterAShortCut() throws Exception {
        Session cut = proxied();
        Holder ann = listening("ann", cut);
        FencingToken token = ann.acquires();

        cutOff(cut);
        assertThatThrownBy(ann::token)
                .as("nobody knows whether the lock is lost: do not act on it")
                .isInstanceOf(LostLockException.class)
                .hasMessageContaining("doubt");
        assertThat(ann.state()).isEqualTo(LockState.IN_DOUBT);
        proxy.heal();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(news).startsWith(LockState.IN_DOUBT, LockState.HELD));
        assertThat(ann.token())
                .as("the session outlived the cut: the same hold with the same token")
                .isEqualTo(token);
        assertThat(queue()).hasSize(1);
    }

    @Test
    void shouldBeLostWhenTheSessionHasExpired() throws Exception {
        Holder ann = listening("ann", session);
        FencingToken old = ann.acquires();
        Future<FencingToken> bob = holder("bob", new Mutex(other, PATH)).asks();

        TestSessions.expire(session.zooKeeper(), ensemble);

        assertThat(Holder.get(bob)).as("the next has it").isGreaterThan(old);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(news).endsWith(LockState.LOST));
        session.awaitConnected(PATIENCE);
        assertThat(ann.state())
                .as("a new session does not bring it back")
                .isEqualTo(LockState.LOST);
        assertThatThrownBy(ann::token)
                .isInstanceOf(LostLockException.class)
                .hasMessageContaining("is lost");
        assertThatThrownBy(ann::acquires)
                .as("acquiring again what is lost")
                .isInstanceOf(LostLockException.class);
        assertThatThrownBy(ann::releases)
                .as("the holder must hear that it was not alone")
                .isInstanceOf(LostLockException.class);
        assertThat(ann.state()).as("released all the same").isEqualTo(LockState.FREE);
        assertThat(news).as("told once, and not taken back").endsWith(LockState.LOST);
    }

    @Test
    void shouldQueueAnewWhenItsSessionExpiresWhileItWaits() throws Exception {
        Holder ann = holder("ann", new Mutex(other, PATH));
        FencingToken first = ann.acquires();
        Future<FencingToken> bob = holder("bob", new Mutex(session, PATH)).asks();
        awaitQueue(2);

        TestSessions.expire(session.zooKeeper(), ensemble);
        await("bob queues in his new session")
                .atMost(PATIENCE)
                .until(
                        () ->
                                session.state() == SessionState.CONNECTED
                                        && new Tree(other).children(PATH).size() == 2);

        assertThat(bob).isNotDone();
        ann.releases();
        assertThat(Holder.get(bob)).isGreaterThan(first);
    }

    @Test
    void shouldHaveOneNodeWhenTheAnswerToItsCreationIsLost() throws Exception {
        Holder ann = holder("ann", new Mutex(proxied(), PATH));
        ann.acquires();
        ann.releases();
        awaitQueue(0);
        proxy.loseReplies(1);

        ann.acquires();

        assertThat(queue()).as("a second node would wait for the first for ever").hasSize(1);
        ann.releases();
        awaitQueue(0);
    }

    @Test
    void shouldTakeItsNodeAwayWhenTheConnectionIsBack() throws Exception {
        Session cut = proxied();
        Holder ann = holder("ann", new Mutex(cut, PATH));
        ann.acquires();
        cutOff(cut);

        ann.releases();
        assertThat(ann.state()).isEqualTo(LockState.FREE);
        assertThat(ann.tries(ofMillis(100))).as("no server to ask").isEmpty();
        assertThat(queue()).as("nobody can take the node away now").hasSize(1);
        proxy.heal();

        awaitQueue(0);
        assertThat(cut.state())
                .as("not by the end of the session")
                .isEqualTo(SessionState.CONNECTED);
    }

    @Test
    void shouldLeaveNoNodeBehindWhenItGaveUpWithoutAnAnswer() throws Exception {
        Session cut = proxied();
        Holder ann = holder("ann", new Mutex(cut, PATH));
        ann.acquires();
        ann.releases();
        awaitQueue(0);

        proxy.blackHole(Direction.TO_CLIENT); // the create arrives, its answer does not
        Future<?> tried = startTrying(ann);
        awaitQueue(1);
        proxy.refuse();
        proxy.cut();
        assertThat((Optional<?>) Holder.get(tried)).isEmpty();
        proxy.heal();

        awaitQueue(0);
        assertThat(cut.state())
                .as("not by the end of the session")
                .isEqualTo(SessionState.CONNECTED);
    }

    private static Future<?> startTrying(Holder ann) {
        var task = new FutureTask<>(() -> ann.tries(ofMillis(300)));
        var thread = new Thread(task, "trying");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    @Test
    void shouldSayThatNoServerAnswers() throws Exception {
        proxy = closing(TestSessions.proxy(ensemble));
        Session cut =
                closing(
                        Session.connect(
                                TestSessions.via(proxy, root), ofSeconds(10), ofSeconds(1)));
        var mutex = new Mutex(cut, PATH);
        cutOff(cut);

        assertThatThrownBy(mutex::acquire)
                .isInstanceOf(NotConnectedException.class)
                .hasMessageContaining("127.0.0.1:" + proxy.port());
    }

    @Test
    void shouldHandItToOneAfterTheOtherWhicheverAnswerIsLost() throws Exception {
        EveryAnswer.isLost(ensemble, root, LockLossTest::takeTurns);
    }

    private static void takeTurns(Wire wire) throws Exception {
        var near = new Mutex(wire.observerSession(), PATH);
        Session cut = wire.session();
        var far = new Mutex(cut, PATH);
        wire.begin();
        var tokens = new ArrayList<FencingToken>();
        for (int i = 0; i < 2; i++) {
            tokens.add(wire.insist(far::acquire, NotConnectedException.class));
            assertThat(near.tryAcquire(ofMillis(50))).as("the other holds it").isEmpty();
            far.release();
            wire.heal(); // the node goes when the connection is back
            tokens.add(near.tryAcquire(PATIENCE).orElseThrow());
            near.release();
        }
        wire.end();
        assertThat(tokens).as("each later holder has a greater token").isSorted();
        assertThat(tokens).doesNotHaveDuplicates();
        Wire.eventually("no node stays", () -> near.participants().isEmpty());
    }

    @Test
    void shouldBeLostWhenSomebodyDeletesItsNode() throws Exception {
        Holder ann = listening("ann", session);
        FencingToken old = ann.acquires();
        Future<FencingToken> bob = holder("bob", new Mutex(other, PATH)).asks();
        awaitQueue(2);

        String node = new Mutex(other, PATH).participants().get(0);
        new Tree(other).deleteRecursively(PATH + "/" + node);

        assertThat(Holder.get(bob)).as("the next has it").isGreaterThan(old);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(news).containsExactly(LockState.LOST));
        assertThat(ann.state()).isEqualTo(LockState.LOST);
        assertThatThrownBy(ann::releases).isInstanceOf(LostLockException.class);
    }

    @Test
    void shouldTellTheOthersWhenAListenerThrows() throws Exception {
        try (var uncaught = new Uncaught()) {
            var mutex = new Mutex(session, PATH);
            mutex.addListener(
                    (state, token) -> {
                        throw new AssertionError("a stranger's bug");
                    });
            mutex.addListener((state, token) -> news.add(state));
            holder("ann", mutex).acquires();

            TestSessions.expire(session.zooKeeper(), ensemble);

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(news).endsWith(LockState.LOST));
            assertThat(uncaught.thrown()).as("not hidden").isNotEmpty();
        }
    }

    @Test
    void shouldSayThatItsQueueIsTooLong() throws Exception {
        for (int i = 0; i < 40; i++) {
            new Tree(other).ensure(PATH + "/" + "a-long-name-".repeat(10) + i);
        }
        Session narrow = closing(TestSessions.narrow(root.chroot()));

        assertThatThrownBy(() -> new Mutex(narrow, PATH).acquire())
                .isInstanceOf(AnswerTooLargeException.class)
                .hasMessageContaining("jute.maxbuffer");
    }
}
