package labs.mq.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import labs.mq.artemis.Scratch;
import labs.mq.broker.Broker;
import labs.mq.broker.BrokerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our queue is one, by the standard of a queue that others use; and our broker is not. */
@Timeout(120)
class ComparisonTest {
    @Test
    void shouldAnswerAsArtemisDoes() throws Exception {
        Map<Question, String> ours;
        try (MessageSystem queue = new OurQueue()) {
            ours = Comparison.ask(queue, line -> {}).byQuestion();
        }
        try (MessageSystem artemis = new Artemis()) {
            assertThat(ours).isEqualTo(Comparison.ask(artemis, line -> {}).byQuestion());
        }
        assertThat(ours).containsEntry(Question.ORDER, "2, 1");
    }

    @Test
    void shouldKeepWhatWasFinishedInALog() throws Exception {
        try (Scratch logs = Scratch.create("compare");
                Broker broker = Broker.start(BrokerOptions.in(logs.path()));
                MessageSystem log = new KafkaLog("our broker", broker.address());
                MessageSystem.Destination topic = log.open()) {
            assertThat(Question.FINISHED.ask(topic)).isEqualTo("is there");
        }
    }
}
