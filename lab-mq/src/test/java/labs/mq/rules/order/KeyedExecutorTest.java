package labs.mq.rules.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(60)
final class KeyedExecutorTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void shouldRunTheTasksOfAKeyInOrderAndNeverTwoAtOnce() {
        Map<Integer, List<Integer>> done = new ConcurrentHashMap<>();
        var running = new ConcurrentHashMap<Integer, AtomicInteger>();
        var atOnce = new AtomicInteger();
        var count = new AtomicInteger();
        try (var executor = new KeyedExecutor(4, "test")) {
            for (int i = 0; i < 2_000; i++) {
                int key = i % 7;
                int number = i;
                executor.submit(
                        key,
                        () -> {
                            var others = running.computeIfAbsent(key, k -> new AtomicInteger());
                            if (others.incrementAndGet() > 1) {
                                atOnce.incrementAndGet();
                            }
                            done.computeIfAbsent(key, k -> new ArrayList<>()).add(number);
                            Thread.yield();
                            others.decrementAndGet();
                            count.incrementAndGet();
                        });
            }
            await().atMost(LONG).until(() -> count.get() == 2_000);
            await().atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThat(executor.keys())
                                            .as("keys without a task are forgotten")
                                            .isZero());
        }
        assertThat(atOnce).as("two tasks of one key at once").hasValue(0);
        done.forEach(
                (key, numbers) ->
                        assertThat(numbers)
                                .as("order within key " + key)
                                .containsExactlyElementsOf(
                                        IntStream.range(0, 2_000)
                                                .filter(i -> i % 7 == key)
                                                .boxed()
                                                .toList()));
    }

    @Test
    void shouldNotHoldUpOtherKeysWhileOneIsSlow() throws Exception {
        var mayGoOn = new CountDownLatch(1);
        var others = new CountDownLatch(100);
        try (var executor = new KeyedExecutor(2, "test")) {
            for (int i = 0; i < 3; i++) {
                executor.submit("slow", () -> waitFor(mayGoOn));
            }
            for (int i = 0; i < 100; i++) {
                executor.submit("other-" + i % 20, others::countDown);
            }
            boolean isThrough = others.await(20, TimeUnit.SECONDS);
            mayGoOn.countDown();
            assertThat(isThrough)
                    .as("what waits for its key must not hold a thread, nor share a lane")
                    .isTrue();
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
