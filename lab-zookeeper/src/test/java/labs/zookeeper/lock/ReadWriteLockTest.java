package labs.zookeeper.lock;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import labs.kit.LabTest;
import labs.kit.Seed;
import labs.zookeeper.ensemble.WithEnsemble;
import labs.zookeeper.tree.Session;
import labs.zookeeper.tree.TestSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithEnsemble
@Timeout(60)
final class ReadWriteLockTest extends LockFixture {
    private Holder reader(String name, Session owner) {
        return holder(name, new ReadWriteLock(owner, PATH).readLock());
    }

    private Holder writer(String name, Session owner) {
        return holder(name, new ReadWriteLock(owner, PATH).writeLock());
    }

    @Test
    void shouldLetReadersInTogetherAndAWriterAlone() throws Exception {
        Holder ann = reader("ann", session);
        Holder bob = reader("bob", other);
        Holder cid = writer("cid", other);

        FencingToken first = ann.acquires();
        assertThat(bob.acquires()).isGreaterThan(first);
        assertThat(cid.tries(ofMillis(100))).as("two read").isEmpty();
        Future<FencingToken> asked = cid.asks();
        awaitQueue(3);
        bob.releases(); // the one right before the writer leaves first
        awaitQueue(2);
        assertThat(asked).as("ann still reads").isNotDone();
        ann.releases();
        Holder.get(asked);

        assertThat(ann.tries(ofMillis(100))).as("cid writes").isEmpty();
        cid.releases();
        assertThat(ann.acquires()).isGreaterThan(first);
    }

    @Test
    void shouldNotLetALaterReaderOvertakeAWaitingWriter() throws Exception {
        Holder ann = reader("ann", session);
        Holder bob = writer("bob", other);
        Holder cid = reader("cid", session);
        ann.acquires();
        Future<FencingToken> writing = bob.asks();
        awaitQueue(2);

        Future<FencingToken> reading = cid.asks();
        awaitQueue(3);

        assertThat(holder("dan", new ReadWriteLock(other, PATH).readLock()).tries(ofMillis(100)))
                .as("a stream of readers would starve the writer")
                .isEmpty();
        assertThat(reading).isNotDone();
        ann.releases();
        Holder.get(writing);
        assertThat(reading).isNotDone();
        bob.releases();
        Holder.get(reading);
    }

    @Test
    void shouldAllowADowngradeThatOtherReadersMayJoin() throws Exception {
        var lock = new ReadWriteLock(session, PATH);
        FencingToken writing = lock.writeLock().acquire();
        FencingToken reading = lock.readLock().acquire();
        Holder bob = reader("bob", other);
        assertThat(bob.tries(ofMillis(100))).as("it still writes").isEmpty();

        lock.writeLock().release();

        assertThat(reading).as("one hold, one token").isEqualTo(writing);
        assertThat(lock.readLock().state()).isEqualTo(LockState.HELD);
        assertThat(lock.writeLock().state()).isEqualTo(LockState.FREE);
        bob.acquires();
        assertThat(writer("cid", other).tries(ofMillis(100))).as("two read").isEmpty();
        lock.readLock().release();
        bob.releases();
        awaitQueue(0);
    }

    @Test
    void shouldAllowADowngradeThatNoWaitingWriterSlipsInto() throws Exception {
        var lock = new ReadWriteLock(session, PATH);
        Holder bob = writer("bob", other);
        lock.writeLock().acquire();
        Future<FencingToken> asked = bob.asks();
        awaitQueue(2);

        // Bob's node stands between the two of this thread: it must neither wait for him, who waits
        // for it, nor let him in when it stops writing.
        assertThat(lock.readLock().tryAcquire(TestSessions.PATIENCE)).isPresent();
        lock.writeLock().release();
        Holder later = reader("later", session);
        assertThat(later.tries(ofMillis(300))).as("behind a waiting writer").isEmpty();

        assertThat(asked).as("somebody reads").isNotDone();
        lock.readLock().release();
        Holder.get(asked);
        bob.releases();
        awaitQueue(0);
    }

    @Test
    void shouldRefuseAnUpgrade() throws Exception {
        var lock = new ReadWriteLock(session, PATH);
        lock.readLock().acquire();

        assertThatThrownBy(() -> lock.writeLock().tryAcquire(ofMillis(100)))
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageContaining("Release the read lock first");
        assertThatThrownBy(() -> lock.writeLock().acquire())
                .isInstanceOf(IllegalMonitorStateException.class);

        lock.readLock().release();
        lock.writeLock().acquire();
        lock.readLock().acquire();
        assertThat(lock.writeLock().tryAcquire(ofMillis(100)))
                .as("it writes already: no upgrade")
                .isPresent();
    }

    @Test
    void shouldNeverLetAWriterAndAnotherInTogether(@Seed long seed) throws Exception {
        var readers = new AtomicInteger();
        var writers = new AtomicInteger();
        List<FutureTask<Boolean>> works = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            var lock = new ReadWriteLock(i % 2 == 0 ? session : other, PATH);
            var random = new Random(seed + i);
            works.add(new FutureTask<>(() -> work(lock, random, readers, writers)));
        }

        works.forEach(work -> new Thread(work, "reader-writer").start());

        for (FutureTask<Boolean> work : works) {
            assertThat(Holder.get(work)).as("no writer together with another").isTrue();
        }
    }

    private static boolean work(
            ReadWriteLock lock, Random random, AtomicInteger readers, AtomicInteger writers)
            throws InterruptedException {
        boolean alone = true;
        for (int i = 0; i < 15; i++) {
            if (random.nextInt(3) == 0) {
                lock.writeLock().acquire();
                alone &= writers.incrementAndGet() == 1 && readers.get() == 0;
                LockSupport.parkNanos(random.nextInt(100_000));
                alone &= writers.getAndDecrement() == 1 && readers.get() == 0;
                lock.writeLock().release();
            } else {
                lock.readLock().acquire();
                readers.incrementAndGet();
                alone &= writers.get() == 0;
                LockSupport.parkNanos(random.nextInt(100_000));
                alone &= writers.get() == 0;
                readers.decrementAndGet();
                lock.readLock().release();
            }
        }
        return alone;
    }

    @Test
    void shouldNotReadOnAWriteLockThatIsLost() throws Exception {
        var lock = new ReadWriteLock(session, PATH);
        lock.writeLock().acquire();
        TestSessions.expire(session.zooKeeper(), ensemble);
        Holder bob = writer("bob", other);
        bob.acquires();
        await().pollInSameThread() // a hold is its thread's
                .atMost(TestSessions.PATIENCE)
                .until(() -> lock.writeLock().state() == LockState.LOST);

        assertThatThrownBy(() -> lock.readLock().tryAcquire(ofMillis(100)))
                .as("bob writes")
                .isInstanceOf(LostLockException.class);
    }
}
