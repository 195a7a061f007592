package labs.zookeeper.lock;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import labs.kit.LabTest;
import labs.zookeeper.ensemble.ClientWatchers;
import labs.zookeeper.ensemble.WatchCount;
import labs.zookeeper.ensemble.WithEnsemble;
import labs.zookeeper.tree.NotAuthorizedException;
import labs.zookeeper.tree.Session;
import labs.zookeeper.tree.TestSessions;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithEnsemble
@Timeout(60)
final class MutexTest extends LockFixture {
    @Test
    void shouldLetOneAtATimeInWithGrowingTokens() throws Exception {
        List<FencingToken> tokens = new CopyOnWriteArrayList<>();
        var inside = new AtomicInteger();
        var together = new AtomicInteger();
        List<Thread> workers = new ArrayList<>();
        for (Session owner : List.of(session, session, other, other)) {
            var mutex = new Mutex(owner, PATH);
            workers.add(new Thread(() -> work(mutex, tokens, inside, together)));
        }

        workers.forEach(Thread::start);
        for (Thread worker : workers) {
            worker.join();
        }

        assertThat(together).as("two holders at once").hasValue(0);
        assertThat(tokens)
                .as("the tokens in the order of the hand-outs")
                .hasSize(60)
                .isSorted()
                .doesNotHaveDuplicates();
        awaitQueue(0);
    }

    private static void work(
            Mutex mutex, List<FencingToken> tokens, AtomicInteger inside, AtomicInteger together) {
        try {
            for (int i = 0; i < 15; i++) {
                FencingToken token = mutex.acquire();
                if (inside.incrementAndGet() > 1) {
                    together.incrementAndGet();
                }
                tokens.add(token);
                inside.decrementAndGet();
                mutex.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldBeHeldUntilItIsReleasedAsOftenAsAcquired() throws Exception {
        Holder ann = holder("ann", new Mutex(session, PATH));
        Holder bob = holder("bob", new Mutex(other, PATH));

        FencingToken first = ann.acquires();
        assertThat(ann.acquires()).as("the same hold, the same token").isEqualTo(first);
        assertThat(ann.tries(ZERO)).contains(first);
        assertThat(queue()).hasSize(1);
        ann.releases();
        ann.releases();

        assertThat(bob.tries(ofMillis(100))).as("ann still has it once").isEmpty();
        ann.releases();
        assertThat(ann.state()).isEqualTo(LockState.FREE);
        assertThat(bob.acquires()).isGreaterThan(first);
    }

    @Test
    void shouldRefuseToReleaseWhatAnotherThreadHolds() throws Exception {
        var mutex = new Mutex(session, PATH);
        Holder ann = holder("ann", mutex);
        Holder bob = holder("bob", mutex);
        FencingToken token = ann.acquires();

        assertThatThrownBy(bob::releases)
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageContaining("bob")
                .hasMessageContaining(PATH);
        assertThatThrownBy(bob::token).isInstanceOf(IllegalMonitorStateException.class);

        assertThat(ann.token()).as("ann has it all the same").isEqualTo(token);
        assertThat(bob.tries(ofMillis(100))).isEmpty();
        ann.releases();
        assertThatThrownBy(ann::releases).isInstanceOf(IllegalMonitorStateException.class);
    }

    @Test
    void shouldLeaveNoNodeWhenItWaitsNoLonger() throws Exception {
        Holder ann = holder("ann", new Mutex(session, PATH));
        Holder bob = holder("bob", new Mutex(other, PATH));
        assertThat(ann.tries(ZERO)).as("a free lock needs no waiting").isPresent();

        assertThat(bob.tries(ofMillis(50))).isEmpty();
        awaitQueue(1);
        Future<FencingToken> asked = bob.asks();
        awaitQueue(2);
        bob.close(); // interrupts it
        awaitQueue(1);

        assertThatThrownBy(() -> Holder.get(asked)).isInstanceOf(InterruptedException.class);
        assertThat(ann.state()).isEqualTo(LockState.HELD);
    }

    @Test
    void shouldServeInTheOrderOfAskingAndWakeOnlyTheNext() throws Exception {
        var watches = new WatchCount(ensemble, root.path() + PATH);
        long others = watches.standing();
        Holder first = holder("first", new Mutex(session, PATH));
        first.acquires();
        List<Holder> waiting = new ArrayList<>();
        List<Future<FencingToken>> asked = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Session owner = closing(TestSessions.open(root.chroot()));
            Holder next = holder("waiting-" + i, new Mutex(owner, PATH));
            waiting.add(next);
            asked.add(next.asks());
            awaitQueue(2 + i);
        }
        await("all wait")
                .atMost(TestSessions.PATIENCE)
                .until(() -> watches.standing() >= others + 5 + 1); // the holder watches its own
        assertThat(watches.mostOnOnePath())
                .as("who watches one and the same node beside its owner: a herd (see wchp)")
                .isLessThanOrEqualTo(2);
        long before = watches.fired();

        first.releases();
        Holder.get(asked.get(0));
        await().atMost(TestSessions.PATIENCE).until(() -> watches.fired() > before);
        assertThat(watches.fired() - before)
                .as(
                        "watches that fired when the holder left a queue of 5, its own perhaps among them: more is a herd")
                .isBetween(1L, 2L);
        for (int i = 0; i < 5; i++) {
            Holder.get(asked.get(i));
            assertThat(asked.stream().filter(Future::isDone))
                    .as("those who have got the lock so far, in the order of asking")
                    .hasSize(i + 1);
            waiting.get(i).releases();
        }
    }

    @Test
    void shouldPassOverAWaitingOneThatGoesAway() throws Exception {
        Holder ann = holder("ann", new Mutex(session, PATH));
        ann.acquires();
        Session bobs = TestSessions.open(root.chroot());
        Holder bob = holder("bob", new Mutex(bobs, PATH));
        bob.asks();
        awaitQueue(2);
        Future<FencingToken> cid = holder("cid", new Mutex(other, PATH)).asks();
        awaitQueue(3);

        bobs.close();
        awaitQueue(2);

        assertThatThrownBy(() -> cid.get(200, TimeUnit.MILLISECONDS))
                .as("the one before it left, but did not have the lock")
                .isInstanceOf(TimeoutException.class);
        ann.releases();
        Holder.get(cid);
    }

    @Test
    void shouldSayWhoMayWhenItMayNotQueue() throws Exception {
        session.zooKeeper()
                .create("/locks", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        session.zooKeeper()
                .create(
                        PATH,
                        new byte[0],
                        Collections.singletonList(new ACL(Perms.READ, Ids.ANYONE_ID_UNSAFE)),
                        CreateMode.PERSISTENT);

        assertThatThrownBy(() -> new Mutex(session, PATH).acquire())
                .isInstanceOf(NotAuthorizedException.class)
                .hasMessageContaining(PATH)
                .hasMessageContaining("world:anyone read");
    }

    @Test
    void shouldNotLetWatchersPileUpWhenItWaitsInVain() throws Exception {
        holder("ann", new Mutex(other, PATH)).acquires();
        var mutex = new Mutex(session, PATH);
        for (int i = 0; i < 30; i++) {
            assertThat(mutex.tryAcquire(ofMillis(1))).isEmpty();
        }

        await("watchers that the client keeps after 30 attempts")
                .atMost(TestSessions.PATIENCE)
                .until(() -> ClientWatchers.count(session.zooKeeper()) <= 1);
    }

    @Test
    void shouldSayWhoHoldsItAndWhoWaits() throws Exception {
        var mutex = new Mutex(other, PATH);
        Holder ann = holder("ann", new Mutex(session, PATH));
        ann.acquires();
        holder("bob", mutex).asks();
        awaitQueue(2);

        assertThat(mutex.participants()).hasSize(2);
        assertThat(mutex.participants().get(0))
                .startsWith(Long.toHexString(session.id()) + "-")
                .contains("-write-");
        assertThat(mutex.participants().get(1)).startsWith(Long.toHexString(other.id()) + "-");
    }
}
