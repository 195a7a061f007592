package labs.mq.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(30)
class QueueRulesTest {
    private static final Duration NOW = Duration.ZERO;
    private static final QueueOptions OPTIONS =
            QueueOptions.DEFAULT.withVisibility(Duration.ofSeconds(30)).withDeliveries(3);

    private final AtomicLong clock = new AtomicLong(1_700_000_000_000L);
    private final MessageQueue queue = new LocalQueue(OPTIONS, clock::get, Journal.NONE);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Delivery delivery) {
        return new String(delivery.body(), StandardCharsets.UTF_8);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toMillis());
    }

    private Delivery take() throws Exception {
        return queue.take(NOW).orElseThrow(() -> new AssertionError("nothing could be taken"));
    }

    private List<String> drain() throws Exception {
        var all = new ArrayList<String>();
        for (Optional<Delivery> next = queue.take(NOW); next.isPresent(); next = queue.take(NOW)) {
            all.add(text(next.get()));
            queue.ack(next.get());
        }
        return all;
    }

    @Test
    void shouldGiveMessagesInTheirOrder() throws Exception {
        for (String text : List.of("a", "b", "c")) {
            queue.put(bytes(text));
        }
        assertThat(drain()).containsExactly("a", "b", "c");
        assertThat(queue.size()).isZero();
    }

    @Test
    void shouldGiveTheHigherPriorityFirstAndWithinOneTheOlder() throws Exception {
        queue.put(bytes("low"), 0, NOW);
        queue.put(bytes("high 1"), 9, NOW);
        queue.put(bytes("normal"));
        queue.put(bytes("high 2"), 9, NOW);

        assertThat(drain()).containsExactly("high 1", "high 2", "normal", "low");
    }

    @Test
    void shouldRefuseAPriorityThatThereIsNot() {
        assertThatThrownBy(() -> queue.put(bytes("x"), 10, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 … 9");
    }

    @Test
    void shouldHoldADelayedMessageBackUntilItsTime() throws Exception {
        queue.put(bytes("later"), MessageQueue.HIGHEST, Duration.ofSeconds(10));
        queue.put(bytes("now"));

        assertThat(drain()).containsExactly("now");
        pass(Duration.ofMillis(9_999));
        assertThat(drain()).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(drain()).containsExactly("later");
    }

    @Test
    void shouldHideAMessageWhileItIsInFlight() throws Exception {
        queue.put(bytes("a"));
        take();

        assertThat(queue.take(NOW)).isEmpty();
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void shouldDeliverAgainWhenTheConsumerIsSilentTooLong() throws Exception {
        queue.put(bytes("a"));
        Delivery first = take();
        pass(Duration.ofSeconds(30));
        Delivery second = take();

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.attempt()).isEqualTo(2);
    }

    @Test
    void shouldNotBelieveAnAckThatComesTooLate() throws Exception {
        queue.put(bytes("a"));
        Delivery first = take();
        pass(Duration.ofSeconds(31));

        assertThat(queue.ack(first)).as("its time was over").isFalse();
        Delivery second = take();
        assertThat(queue.ack(first)).as("it is somebody else's now").isFalse();
        assertThat(queue.ack(second)).isTrue();
        assertThat(queue.ack(second)).as("acknowledged before").isFalse();
    }

    @Test
    void shouldGiveARefusedMessageBackAtOnceAndInItsOldPlace() throws Exception {
        queue.put(bytes("a"));
        queue.put(bytes("b"));
        queue.nack(take());

        assertThat(drain()).containsExactly("a", "b");
    }

    @Test
    void shouldPutAMessageAsideThatWasDeliveredTooOften() throws Exception {
        queue.put(bytes("poison"));
        queue.put(bytes("good"));
        for (int i = 0; i < 3; i++) {
            Delivery delivery = take();
            assertThat(text(delivery)).isEqualTo("poison");
            queue.nack(delivery);
        }

        assertThat(drain()).containsExactly("good");
        assertThat(queue.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(text(letter)).isEqualTo("poison"));
        assertThat(queue.size()).isZero();
    }

    @Test
    void shouldPutAMessageAsideThatKillsEveryConsumer() throws Exception {
        queue.put(bytes("poison"));
        for (int i = 0; i < 3; i++) {
            take();
            pass(Duration.ofSeconds(31));
        }
        assertThat(queue.take(NOW)).isEmpty();
        assertThat(queue.deadLetters()).hasSize(1);
    }

    @Test
    void shouldReviveADeadLetterAsIfItWereNew() throws Exception {
        long id = queue.put(bytes("mended"));
        for (int i = 0; i < 3; i++) {
            queue.nack(take());
        }
        assertThat(queue.revive(id + 1)).isFalse();
        assertThat(queue.revive(id)).isTrue();
        assertThat(take().attempt()).isEqualTo(1);
        assertThat(queue.deadLetters()).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsTooMuch() throws Exception {
        var small = new LocalQueue(OPTIONS.withCapacity(2), clock::get, Journal.NONE);
        small.put(bytes("a"));
        small.put(bytes("b"));
        assertThatThrownBy(() -> small.put(bytes("c")))
                .isInstanceOf(QueueFullException.class)
                .hasMessageContaining("2 messages");

        small.ack(small.take(NOW).orElseThrow());
        small.put(bytes("c"));
        assertThat(small.size()).isEqualTo(2);
    }

    @Test
    void shouldWakeAConsumerThatWaits() throws Exception {
        MessageQueue real = LocalQueue.inMemory(OPTIONS);
        var taken = CompletableFuture.supplyAsync(() -> takeWithin(real, Duration.ofSeconds(20)));
        real.put(bytes("a"));
        assertThat(text(taken.get())).isEqualTo("a");
    }

    @Test
    void shouldWakeAConsumerWhenADelayIsOver() throws Exception {
        MessageQueue real = LocalQueue.inMemory(OPTIONS);
        real.put(bytes("a"), 4, Duration.ofMillis(200));
        long start = System.nanoTime();
        assertThat(text(takeWithin(real, Duration.ofSeconds(20)))).isEqualTo("a");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(190));
    }

    @Test
    void shouldTellThoseWhoWaitThatItIsClosed() throws Exception {
        MessageQueue real = LocalQueue.inMemory(OPTIONS);
        var waiting = CompletableFuture.supplyAsync(() -> takeWithin(real, Duration.ofSeconds(20)));
        real.close();
        assertThatThrownBy(waiting::get).hasRootCauseMessage("the queue is closed");
    }

    private static Delivery takeWithin(MessageQueue queue, Duration wait) {
        try {
            return queue.take(wait).orElseThrow();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldGiveEachMessageToOneOfManyConsumers() throws Exception {
        MessageQueue real = LocalQueue.inMemory(OPTIONS);
        var taken = new ConcurrentLinkedQueue<String>();
        var consumers =
                IntStream.range(0, 4)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> consume(real, taken)))
                        .toList();
        for (int i = 0; i < 1_000; i++) {
            real.put(bytes("m" + i));
        }
        consumers.forEach(CompletableFuture::join);

        assertThat(taken).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(real.size()).isZero();
    }

    private static void consume(MessageQueue queue, ConcurrentLinkedQueue<String> taken) {
        try {
            for (Optional<Delivery> next = queue.take(Duration.ofSeconds(1));
                    next.isPresent();
                    next = queue.take(Duration.ofSeconds(1))) {
                taken.add(text(next.get()));
                queue.ack(next.get());
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
