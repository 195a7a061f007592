package labs.zookeeper.zab.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import labs.kit.LabTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(15)
class EventLoopTest {
    private static final Duration SOON = Duration.ofMillis(30);
    private static final Duration LATER = Duration.ofMillis(120);
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> rung = new LinkedBlockingQueue<>();
    private final EventLoop loop = new EventLoop("loop-under-test", failures::add);

    @BeforeEach
    void start() {
        loop.start();
    }

    @AfterEach
    void close() {
        loop.close();
        assertThat(failures).as("what events threw").isEmpty();
    }

    private void timer(String name, Duration after) {
        loop.timer(name, after, () -> rung.add(name));
    }

    private String nextRung() throws InterruptedException {
        String name = rung.poll(10, TimeUnit.SECONDS);
        assertThat(name).as("within ten seconds a timer runs out").isNotNull();
        return name;
    }

    @Test
    void shouldRunAllEventsOnOneThreadAndThoseOfOneThreadInOrder() throws InterruptedException {
        List<Thread> ranOn = new ArrayList<>(); // only the loop's thread touches them, we hope
        List<List<Integer>> ran = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        var done = new CountDownLatch(3 * 5_000);
        List<Thread> senders = new ArrayList<>();
        for (List<Integer> own : ran) {
            senders.add(new Thread(() -> sendNumbers(own, ranOn, done)));
        }
        senders.forEach(Thread::start);

        assertThat(done.await(10, TimeUnit.SECONDS)).as("all events ran").isTrue();
        assertThat(ranOn).hasSize(15_000);
        assertThat(ranOn.stream().distinct()).as("threads that ran events").hasSize(1);
        assertThat(ran).allSatisfy(own -> assertThat(own).isSorted().hasSize(5_000));
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private void sendNumbers(List<Integer> own, List<Thread> ranOn, CountDownLatch done) {
        try {
            for (int i = 0; i < 5_000; i++) {
                int number = i;
                loop.execute(
                        () -> {
                            own.add(number);
                            ranOn.add(Thread.currentThread());
                            done.countDown();
                        });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldRunTimersOnTheThreadOfTheEventsInTheOrderOfTheirTimes() throws Exception {
        var threads = new LinkedBlockingQueue<Thread>();
        loop.execute(() -> threads.add(Thread.currentThread()));
        loop.execute(
                () -> {
                    timer("third", LATER);
                    timer("first", Duration.ZERO);
                    timer("second", SOON);
                    loop.timer("fourth", LATER, () -> threads.add(Thread.currentThread()));
                });

        assertThat(List.of(nextRung(), nextRung(), nextRung()))
                .containsExactly("first", "second", "third");
        assertThat(threads.take()).as("of timers and of events").isSameAs(threads.take());
    }

    @Test
    void shouldRunATimerOnceAndNotBeforeItsTime() throws Exception {
        var late = new CompletableFuture<Long>();
        var times = new AtomicInteger();
        long start = System.nanoTime();
        loop.execute(
                () ->
                        loop.timer(
                                "once",
                                LATER,
                                () -> {
                                    times.incrementAndGet();
                                    late.complete(System.nanoTime() - start);
                                }));

        assertThat(late.get(10, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(LATER.toNanos());
        loop.execute(() -> timer("end", LATER));
        nextRung();
        assertThat(times).hasValue(1);
    }

    @Test
    void shouldNotRunATimerThatIsCancelledThoughItsTimeHasCome() throws Exception {
        loop.execute(
                () -> {
                    timer("cancelled", SOON);
                    spin(SOON.multipliedBy(2));
                    loop.cancel("cancelled");
                    timer("end", LATER);
                });

        assertThat(nextRung()).as("cancelled after its time had come").isEqualTo("end");
    }

    @Test
    void shouldBeginAnewWhenATimerIsSetAgain() throws Exception {
        loop.execute(
                () -> {
                    timer("again", SOON);
                    timer("between", SOON.multipliedBy(2));
                    timer("again", LATER);
                    timer("end", LATER.multipliedBy(2));
                });

        assertThat(List.of(nextRung(), nextRung(), nextRung()))
                .as("the first setting of 'again' does not count any more")
                .containsExactly("between", "again", "end");
    }

    @Test
    void shouldGoOnWithTimersWhileEventsKeepComing() throws Exception {
        var stop = new CountDownLatch(1);
        loop.execute(() -> timer("due", SOON));
        var sender =
                new Thread(
                        () -> {
                            try {
                                while (stop.getCount() > 0) {
                                    // Slower than they come, so that some are always waiting.
                                    loop.execute(() -> spin(Duration.ofNanos(20_000)));
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        sender.start();

        assertThat(nextRung()).isEqualTo("due");
        stop.countDown();
        sender.join();
    }

    @Test
    void shouldMakeOthersWaitWhileTooMuchIsWaiting() throws Exception {
        var busy = new CountDownLatch(1);
        loop.execute(() -> waitFor(busy));
        var handedIn = new AtomicInteger();
        var sender =
                new Thread(
                        () -> {
                            try {
                                for (int i = 0; i < 50_000; i++) {
                                    loop.execute(() -> {});
                                    handedIn.incrementAndGet();
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        sender.start();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> sender.getState() == Thread.State.WAITING);

        assertThat(handedIn.get()).as("events that a busy loop took").isLessThan(20_000);
        busy.countDown();
        sender.join();
        assertThat(handedIn).hasValue(50_000);
    }

    @Test
    void shouldEndAndSayWhyWhenAnEventThrows() throws Exception {
        var after = new AtomicInteger();
        loop.execute(
                () -> {
                    throw new IllegalStateException("the disk is gone");
                });
        loop.execute(after::incrementAndGet);

        assertThat(failures.poll(10, TimeUnit.SECONDS)).hasMessage("the disk is gone");
        loop.close();
        assertThat(after).as("events that ran after that").hasValue(0);
    }

    private static void spin(Duration time) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            Thread.onSpinWait();
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
