package labs.mq.rules.retry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import labs.kit.LabTest;
import labs.mq.rules.MessageHeaders;
import labs.mq.rules.PoisonMessageException;
import labs.mq.rules.retry.RetryPlan.Overtaking;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(30)
final class FailureRouterTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_000_000);
    private static final Exception CAUSE = new IllegalStateException("no connection");
    private static final byte[] BYTES = {(byte) 0xff, 0, 1, (byte) 0xc3};

    private final FailureRouter router =
            new FailureRouter(
                    new RetryPlan(
                            "orders",
                            List.of(Duration.ofSeconds(5), Duration.ofMinutes(1)),
                            Overtaking.ALLOWED));

    private static ConsumerRecord<byte[], byte[]> message() {
        var message = new ConsumerRecord<>("orders", 3, 17, BYTES, BYTES);
        MessageHeaders.put(message.headers(), MessageHeaders.MESSAGE_ID, "m1");
        return message;
    }

    /** As a consumer gets it that has been sent there. */
    private static ConsumerRecord<byte[], byte[]> arrived(ProducerRecord<byte[], byte[]> sent) {
        var message = new ConsumerRecord<>(sent.topic(), 0, 99, sent.key(), sent.value());
        sent.headers().forEach(message.headers()::add);
        return message;
    }

    private static String header(ProducerRecord<?, ?> message, String name) {
        return MessageHeaders.text(message.headers(), name).orElse("(none)");
    }

    @Test
    void shouldWaitLongerEachTimeAndThenGiveUp() {
        var first = router.next(message(), 1, CAUSE, NOW);
        assertThat(first.topic()).isEqualTo("orders.retry.5s");
        assertThat(header(first, "not-before")).isEqualTo("1005000");
        assertThat(header(first, "attempts")).isEqualTo("1");

        assertThat(FailureRouter.failures(arrived(first))).isEqualTo(1);
        var second = router.next(arrived(first), 2, CAUSE, NOW);
        assertThat(second.topic()).isEqualTo("orders.retry.1m");
        assertThat(header(second, "not-before")).isEqualTo("1060000");

        var third = router.next(arrived(second), 3, new RuntimeException("still not"), NOW);
        assertThat(third.topic()).as("three attempts are all").isEqualTo("orders.dead");
        assertThat(header(third, "not-before")).as("a dead letter is not due").isEqualTo("(none)");
        assertThat(header(third, "attempts")).isEqualTo("3");
        assertThat(header(third, "cause")).as("the last cause").contains("still not");
    }

    @Test
    void shouldTellWhereItFailedFirstAndKeepAllElse() {
        var first = router.next(message(), 1, CAUSE, NOW);
        var last = router.next(arrived(first), 3, CAUSE, NOW);
        assertThat(header(last, "origin-topic"))
                .as("where it came from, not the retry topic in between")
                .isEqualTo("orders");
        assertThat(header(last, "origin-partition")).isEqualTo("3");
        assertThat(header(last, "origin-offset")).isEqualTo("17");
        assertThat(header(last, "message-id"))
                .as("a copy has the same id, or it is done twice")
                .isEqualTo("m1");
        assertThat(last.key()).isEqualTo(BYTES);
        assertThat(last.value()).isEqualTo(BYTES);
        assertThat(last.headers().headers("attempts")).as("one such header").hasSize(1);
    }

    @Test
    void shouldNotTryPoisonAgain() {
        var letter = router.next(message(), 1, new PoisonMessageException("no JSON"), NOW);
        assertThat(letter.topic()).isEqualTo("orders.dead");
        assertThat(header(letter, "attempts")).isEqualTo("1");
    }

    @Test
    void shouldBearAnyHeader() {
        var message = message();
        message.headers().add("attempts", "many".getBytes(UTF_8));
        assertThat(FailureRouter.failures(message)).isZero();
        var cause = new IllegalStateException("x".repeat(100_000));
        assertThat(header(router.next(message, 1, cause, NOW), "cause"))
                .as("a cause must not make the letter too large")
                .hasSizeLessThan(2_000);
    }

    @Test
    void shouldRefuseAPauseThatIsNone() {
        assertThatThrownBy(
                        () -> new RetryPlan("orders", List.of(Duration.ZERO), Overtaking.ALLOWED))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
