package labs.zookeeper.lock;

import static java.time.Duration.ofSeconds;
import static labs.zookeeper.tree.TestSessions.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Future;
import labs.kit.Direction;
import labs.kit.LabTest;
import labs.zookeeper.ensemble.WithEnsemble;
import labs.zookeeper.tree.TestSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithEnsemble
@Timeout(60)
final class FencingTest extends LockFixture {
    private final Store fenced = new FencedStore();
    private final Store trusting = new TrustingStore();

    @Test
    void shouldTakeEveryWriteOfAHolderAndNoneOfAnEarlierOne() {
        var old = new FencingToken(41);
        var current = new FencingToken(42);
        fenced.write(old, "one");
        fenced.write(old, "two");
        fenced.write(current, "three");
        fenced.write(current, "four");
        assertThat(fenced.read(current)).as("a holder may write more than once").isEqualTo("four");

        assertThatThrownBy(() -> fenced.write(old, "five"))
                .isInstanceOf(StaleTokenException.class)
                .hasMessageContaining("0x29")
                .hasMessageContaining("0x2a");
        assertThatThrownBy(() -> fenced.read(old)).isInstanceOf(StaleTokenException.class);
        assertThat(fenced.read(current)).isEqualTo("four");
    }

    @Test
    void shouldShutOutTheOldHolderFromTheFirstReadOfTheNewOne() {
        var old = new FencingToken(41);
        var current = new FencingToken(42);
        fenced.write(old, "balance 10");

        String read = fenced.read(current);

        assertThatThrownBy(() -> fenced.write(old, "balance 0"))
                .as("the new holder has read %s and will write what follows from it", read)
                .isInstanceOf(StaleTokenException.class);
    }

    /** The classic accident, with a process that is really stopped. */
    @Test
    void shouldRefuseWhatAPausedHolderWritesWhenItWakes() throws Exception {
        try (var paused = new HolderProcess(root.chroot(), PATH, 2_000)) {
            var stale = new FencingToken(Long.parseLong(paused.says("HELD")));
            paused.write("before");
            writeBoth(paused.says("WRITE"));

            paused.pause();
            var mutex = new Mutex(session, PATH);
            FencingToken token = mutex.tryAcquire(PATIENCE).orElseThrow();
            assertThat(token)
                    .as(
                            "the next holder's token; the first one's session expired as it stood still")
                    .isGreaterThan(stale);
            fenced.write(token, "by the next holder");
            trusting.write(token, "by the next holder");
            paused.write("by the one that was paused");
            paused.resume();

            String late = paused.says("WRITE");
            assertThatThrownBy(() -> write(fenced, late)).isInstanceOf(StaleTokenException.class);
            assertThat(fenced.read(mutex.token())).isEqualTo("by the next holder");
            write(trusting, late);
            assertThat(trusting.read(token))
                    .as("without the token nobody notices: the next holder's write is lost")
                    .isEqualTo("by the one that was paused");
            paused.says("LOST"); // it hears of it, too late
            mutex.release();
        }
    }

    private void writeBoth(String line) {
        write(fenced, line);
        write(trusting, line);
    }

    /** A line such as {@code 4294967299 some text}. */
    private static void write(Store store, String line) {
        String[] parts = line.split(" ", 2);
        store.write(new FencingToken(Long.parseLong(parts[0])), parts[1]);
    }

    /** The same without a pause: a holder that nothing reaches any more. */
    @Test
    void shouldHandOutTheLockWhenTheHolderIsCutOffForTooLong() throws Exception {
        proxy = closing(TestSessions.proxy(ensemble));
        var cut = closing(TestSessions.open(TestSessions.via(proxy, root), ofSeconds(1)));
        Holder ann = holder("ann", new Mutex(cut, PATH));
        FencingToken stale = ann.acquires();
        proxy.blackHole(Direction.TO_SERVER);
        proxy.blackHole(Direction.TO_CLIENT);

        FencingToken token = new Mutex(session, PATH).tryAcquire(PATIENCE).orElseThrow();

        fenced.write(token, "by the next holder");
        assertThatThrownBy(() -> fenced.write(stale, "by ann"))
                .isInstanceOf(StaleTokenException.class);
        assertThat(ann.state())
                .as("ann's client has noticed by now that nobody answers")
                .isNotEqualTo(LockState.HELD);
    }

    @Test
    void shouldServeTwoWhoReadTogetherInWhicheverOrder() throws Exception {
        Holder ann = holder("ann", new ReadWriteLock(session, PATH).readLock());
        Holder bob = holder("bob", new ReadWriteLock(other, PATH).readLock());
        FencingToken first = ann.acquires();
        FencingToken second = bob.acquires();

        assertThat(fenced.read(second)).isEmpty();
        assertThat(fenced.read(first)).as("both hold the lock to read").isEmpty();

        ann.releases();
        bob.releases();
        FencingToken writer = new ReadWriteLock(session, PATH).writeLock().acquire();
        fenced.write(writer, "by the writer");
        assertThatThrownBy(() -> fenced.read(first)).isInstanceOf(StaleTokenException.class);
    }

    @Test
    void shouldServeAWriterWhoReadsAndThoseWhoWaitedMeanwhile() throws Exception {
        var lock = new ReadWriteLock(session, PATH);
        Holder bob = holder("bob", new ReadWriteLock(other, PATH).writeLock());
        FencingToken writing = lock.writeLock().acquire();
        Future<FencingToken> waiting = bob.asks();
        awaitQueue(2);
        FencingToken reading = lock.readLock().acquire(); // behind bob's node

        fenced.read(reading);
        fenced.write(writing, "by the one who also reads");
        lock.writeLock().release();
        assertThat(fenced.read(lock.readLock().token())).startsWith("by the one");
        lock.readLock().release();

        fenced.write(Holder.get(waiting), "by bob");
        assertThat(reading).as("one hold, one token").isEqualTo(writing);
    }

    @Test
    void shouldTakeTheTokensOfANewEnsembleOnlyAfterItWasTold() {
        var old = new FencingToken(0x500000007L);
        var anew = new FencingToken(0x100000002L);
        fenced.write(old, "by the last of the old ensemble");
        assertThatThrownBy(() -> fenced.write(anew, "by the first of the new one"))
                .isInstanceOf(StaleTokenException.class)
                .hasMessageContaining("startOver()");

        ((FencedStore) fenced).startOver();

        assertThat(fenced.read(anew)).isEqualTo("by the last of the old ensemble");
        fenced.write(anew, "by the first of the new one");
    }
}
