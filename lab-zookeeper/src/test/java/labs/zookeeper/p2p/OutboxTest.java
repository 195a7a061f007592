package labs.zookeeper.p2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(30)
class OutboxTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final byte[] HELLO = "hello".getBytes(UTF_8);

    private final List<Packet> sent = new CopyOnWriteArrayList<>();
    private Consumer<Packet> network = packet -> {};
    private final Outbox outbox =
            new Outbox(
                    "n1",
                    "life-1",
                    packet -> {
                        sent.add(packet);
                        network.accept(packet);
                    },
                    target -> "nobody knows " + target);

    private void answer(Packet packet) {
        outbox.answered(packet.answer(Packet.Kind.ANSWER, "here".getBytes(UTF_8)));
    }

    @Test
    void shouldSendAgainUnderTheSameIdUntilAnAnswerComes() throws Exception {
        network =
                packet -> {
                    if (sent.size() == 3) { // the first two were lost
                        answer(packet);
                    }
                };

        Answer answer = outbox.send("n2", HELLO, LONG);

        assertThat(answer.node()).isEqualTo("n2");
        assertThat(answer.payload()).asString().isEqualTo("here");
        assertThat(sent).hasSize(3).extracting(Packet::id).containsOnly(sent.get(0).id());
        assertThat(outbox.repetitions()).isEqualTo(2);
    }

    @Test
    void shouldGiveEachMessageAnIdOfItsOwn() throws Exception {
        network = this::answer;
        outbox.send("n2", HELLO, LONG);
        outbox.send("n2", HELLO, LONG);

        assertThat(sent).extracting(Packet::id).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void shouldSayHowOftenItTriedAndWhyThereIsNoAnswer() {
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> outbox.send("n2", HELLO, Duration.ofMillis(600)))
                .withMessageContaining("no answer from n2 within 600 ms")
                .withMessageContaining("2 attempts")
                .withMessageContaining("nobody knows n2");
        assertThat(sent).hasSize(2);
    }

    @Test
    void shouldLeaveAnAnswerAloneThatComesTooLate() throws Exception {
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> outbox.send("n2", HELLO, Duration.ofMillis(10)));
        Packet late = sent.get(0);
        network = this::answer;

        answer(late);

        assertThat(outbox.send("n2", HELLO, LONG).node()).isEqualTo("n2");
    }
}
