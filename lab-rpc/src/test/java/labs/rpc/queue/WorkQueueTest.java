package labs.rpc.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import labs.kit.LabTest;
import labs.kit.Seed;
import labs.rpc.client.XmlRpcClient;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.message.FaultException;
import labs.rpc.server.ServerOptions;
import labs.rpc.server.XmlRpcServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(30)
final class WorkQueueTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration VISIBILITY = Duration.ofSeconds(30);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000); // overflows, as it may

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldDeliverInTheOrderOfPutting() {
        LocalWorkQueue queue = queue(LONG, 5);
        int first = queue.put("a");
        int second = queue.put("b");
        Delivery a = queue.take(0);
        Delivery b = queue.take(0);
        assertThat(List.of(a.job(), b.job())).containsExactly(first, second);
        assertThat(List.of(a.body(), b.body())).containsExactly("a", "b");
        assertThat(a.attempt()).isEqualTo(1);
    }

    @Test
    void shouldForgetAJobWhenItIsAcknowledgedAndNotBefore() {
        LocalWorkQueue queue = queue(LONG, 5);
        queue.put("a");
        Delivery delivery = queue.take(0);
        assertThat(queue.size()).as("a job in progress is still a job").isEqualTo(1);
        assertThat(queue.take(0)).as("nobody else sees it meanwhile").isNull();
        assertThat(queue.ack(delivery.receipt())).isTrue();
        assertThat(queue.size()).isZero();
        assertThat(queue.ack(delivery.receipt())).as("a second ack").isFalse();
    }

    @Test
    void shouldWaitForAJob() throws Exception {
        LocalWorkQueue queue = queue(LONG, 5);
        Future<Delivery> worker = threads.submit(() -> queue.take(10_000));
        queue.put("a");
        assertThat(worker.get(5, TimeUnit.SECONDS).body()).isEqualTo("a");
    }

    @Test
    void shouldGiveUpWaitingWhenTheTimeIsOver() {
        long start = System.nanoTime();
        assertThat(queue(LONG, 5).take(80)).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(75));
    }

    @Test
    void shouldDeliverAgainWhatWasNotAcknowledged() {
        LocalWorkQueue queue = timed(5);
        queue.put("a");
        queue.put("b");
        Delivery lost = queue.take(0);
        Delivery other = queue.take(0);
        assertThat(queue.ack(other.receipt())).isTrue();

        pass(VISIBILITY.minusMillis(1));
        assertThat(queue.take(0)).as("a millisecond before its time is over").isNull();
        pass(Duration.ofMillis(1));
        Delivery second = queue.take(0);
        assertThat(second).as("its time is over").isNotNull();
        assertThat(second.body()).isEqualTo("a");
        assertThat(second.job()).as("the job is the same").isEqualTo(lost.job());
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.receipt()).as("the delivery is not").isNotEqualTo(lost.receipt());
    }

    @Test
    void shouldPutALostJobBeforeThoseThatNobodyHadYet() {
        LocalWorkQueue queue = timed(5);
        queue.put("old");
        queue.take(0);
        queue.put("new");
        pass(VISIBILITY);
        assertThat(queue.take(0).body()).isEqualTo("old");
        assertThat(queue.take(0).body()).isEqualTo("new");
    }

    @Test
    void shouldNotTakeTheAckOfAWorkerThatWasTooLate() {
        LocalWorkQueue queue = timed(5);
        queue.put("a");
        Delivery slow = queue.take(0);
        pass(VISIBILITY);
        Delivery second = queue.take(0);
        assertThat(queue.ack(slow.receipt()))
                .as("the job is in other hands now: the late ack must not take it away")
                .isFalse();
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.ack(second.receipt())).isTrue();
        assertThat(queue.size()).isZero();
    }

    @Test
    void shouldNotTakeALateAckEvenBeforeTheJobWasDeliveredAgain() {
        LocalWorkQueue queue = timed(5);
        queue.put("a");
        Delivery slow = queue.take(0);
        pass(VISIBILITY);
        assertThat(queue.ack(slow.receipt())).isFalse();
        assertThat(queue.take(0)).isNotNull();
    }

    @Test
    void shouldWakeEveryWaitingWorkerInTimeWhenAJobComesBack() throws Exception {
        LocalWorkQueue queue = queue(Duration.ofMillis(200), 5);
        Future<Delivery> first = submitAndWait(() -> queue.take(20_000));
        Future<Delivery> second = submitAndWait(() -> queue.take(20_000));
        synchronized (queue) { // no gap in which one of the two could take it
            queue.put("a");
            assertThat(queue.take(0).body()).isEqualTo("a");
        }
        // Nobody acknowledges anything: it comes back to one of them, and then to the other.
        for (Future<Delivery> worker : List.of(first, second)) {
            assertThat(worker)
                    .as(
                            "it waits since before the job was taken, and must learn when it comes back")
                    .succeedsWithin(Duration.ofSeconds(5));
        }
        assertThat(List.of(first.get().attempt(), second.get().attempt()))
                .containsExactlyInAnyOrder(2, 3);
    }

    /** Starts the work, and returns when its thread waits. */
    private <T> Future<T> submitAndWait(Callable<T> work) {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Future<T> result =
                threads.submit(
                        () -> {
                            thread.set(Thread.currentThread());
                            return work.call();
                        });
        await().pollInterval(Duration.ofMillis(2))
                .until(
                        () ->
                                thread.get() != null
                                        && thread.get().getState() == Thread.State.TIMED_WAITING);
        return result;
    }

    @Test
    void shouldGiveUpAJobThatFailsAlways() {
        LocalWorkQueue queue = timed(3);
        queue.put("poison");
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(queue.take(0).attempt()).isEqualTo(attempt);
            pass(VISIBILITY);
        }
        assertThat(queue.take(0)).as("a fourth delivery").isNull();
        assertThat(queue.deadLetters()).containsExactly("poison");
        assertThat(queue.size()).isZero();
    }

    @Test
    void shouldBoundTheDeadLetters() {
        LocalWorkQueue queue = timed(1);
        for (int i = 0; i < 16; i++) {
            queue.put(i);
            assertThat(queue.take(0).body()).isEqualTo(i);
            pass(VISIBILITY);
        }
        assertThat(queue.take(0)).isNull();
        assertThat(queue.deadLetters())
                .as("the latest ten")
                .containsExactly(6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    }

    @Test
    void shouldRefuseMoreJobsThanItHasRoomFor() {
        LocalWorkQueue queue = new LocalWorkQueue(new LocalWorkQueue.Limits(2, LONG, 5, 10));
        queue.put("a");
        queue.put("b");
        queue.take(0);
        assertThatThrownBy(() -> queue.put("c"))
                .as("one ready and one in progress fill a queue of two")
                .isInstanceOf(FaultException.class);
    }

    @Test
    void shouldHandEachJobToOneWorker() throws Exception {
        LocalWorkQueue queue = queue(LONG, 5);
        Queue<Object> done = new ConcurrentLinkedQueue<>();
        List<Future<?>> workers = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            workers.add(threads.submit(() -> workUntilEmpty(queue, done)));
        }
        for (int i = 0; i < 1_000; i++) {
            queue.put(i);
        }
        for (Future<?> worker : workers) {
            worker.get(10, TimeUnit.SECONDS);
        }
        assertThat(done).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(queue.size()).isZero();
    }

    private static void workUntilEmpty(WorkQueue queue, Queue<Object> done) {
        for (Delivery next; (next = queue.take(500)) != null; ) {
            done.add(next.body());
            assertThat(queue.ack(next.receipt())).isTrue();
        }
    }

    @Test
    void shouldFinishEveryJobAcrossTheNetworkThoughWorkersDie(@Seed long seed) throws Exception {
        LocalWorkQueue jobs = queue(Duration.ofMillis(100), 100);
        Dispatcher dispatcher = new Dispatcher().register("jobs", WorkQueue.class, jobs);
        Map<Object, Integer> done = new ConcurrentHashMap<>();
        try (XmlRpcServer server = XmlRpcServer.start(ServerOptions.defaults(), dispatcher);
                XmlRpcClient client = XmlRpcClient.to("127.0.0.1", server.port())) {
            WorkQueue queue = client.proxy("jobs", WorkQueue.class);
            for (int i = 0; i < 100; i++) {
                queue.put(i);
            }
            List<Future<?>> workers = new ArrayList<>();
            for (int w = 0; w < 4; w++) {
                Random fate = new Random(seed + w);
                workers.add(threads.submit(() -> workAndDieNowAndThen(queue, fate, done)));
            }
            for (Future<?> worker : workers) {
                worker.get(20, TimeUnit.SECONDS);
            }
        }
        assertThat(done.keySet()).hasSize(100);
        assertThat(jobs.size()).isZero();
        assertThat(jobs.deadLetters()).isEmpty();
    }

    /** A worker that forgets a tenth of its jobs, as one does that crashes and starts anew. */
    private static void workAndDieNowAndThen(
            WorkQueue queue, Random fate, Map<Object, Integer> done) {
        for (Delivery next; (next = queue.take(500)) != null; ) {
            if (fate.nextInt(10) > 0) {
                done.merge(next.body(), 1, Integer::sum);
                queue.ack(next.receipt());
            }
        }
    }

    @Test
    void shouldGiveEveryJobANumberOfItsOwn() {
        LocalWorkQueue queue = queue(LONG, 5);
        Set<Integer> numbers = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 100; i++) {
            assertThat(numbers.add(queue.put("same body"))).isTrue();
        }
    }

    /** A queue whose time passes only when the test says so. */
    private LocalWorkQueue timed(int deliveries) {
        return new LocalWorkQueue(
                new LocalWorkQueue.Limits(10_000, VISIBILITY, deliveries, 10), now::get);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static LocalWorkQueue queue(Duration visibility, int deliveries) {
        return new LocalWorkQueue(new LocalWorkQueue.Limits(10_000, visibility, deliveries, 10));
    }
}
