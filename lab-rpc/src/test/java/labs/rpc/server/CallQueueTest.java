package labs.rpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallQueueTest {
    private static final int WORKERS = 4;

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(WORKERS, WORKERS, 0, TimeUnit.SECONDS, new CallQueue(WORKERS));

    @BeforeEach
    void start() {
        threads.prestartAllCoreThreads();
    }

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldRunAsManySlowCallsAtOnceAsThereAreWorkers() throws InterruptedException {
        CountDownLatch together = new CountDownLatch(WORKERS);
        for (int i = 0; i < WORKERS; i++) {
            threads.execute(() -> meet(together));
        }
        assertThat(together.await(10, TimeUnit.SECONDS))
                .as("a call that waits for the others does not keep them in the queue")
                .isTrue();
    }

    @Test
    void shouldForgetNoCallThoughWorkersFallAsleepAllTheTime() throws InterruptedException {
        int calls = 20_000;
        CountDownLatch done = new CountDownLatch(2 * calls);
        Thread other = new Thread(() -> put(calls, done), "call-queue-test-producer");
        other.start();
        put(calls, done);
        other.join();
        assertThat(done.await(20, TimeUnit.SECONDS))
                .as("%d calls were forgotten", done.getCount())
                .isTrue();
    }

    @Test
    void shouldFinishWhatWaitsWhenThePoolStops() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            threads.execute(done::countDown);
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(done.getCount()).isZero();
    }

    private void put(int calls, CountDownLatch done) {
        for (int i = 0; i < calls; i++) {
            threads.execute(done::countDown);
            if (i % 10 == 0) {
                LockSupport.parkNanos(50_000); // long enough for all workers to fall asleep
            }
        }
    }

    private static void meet(CountDownLatch others) {
        others.countDown();
        try {
            others.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
