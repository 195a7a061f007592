package labs.mq.compare;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import labs.cluster.kafka.KafkaCluster;
import labs.mq.artemis.Scratch;
import labs.mq.broker.Broker;
import labs.mq.broker.BrokerOptions;

/** Every question put to every system. */
final class Comparison {
    /** The answers of one system, in the order of the questions. */
    record Answers(String system, Map<Question, String> byQuestion) {}

    private Comparison() {}

    /**
     * Starts the systems one after the other, and stops them.
     *
     * @param progress is told each answer as it comes
     */
    static List<Answers> all(Consumer<String> progress) throws Exception {
        var answers = new ArrayList<Answers>();
        try (MessageSystem queue = new OurQueue()) {
            answers.add(ask(queue, progress));
        }
        try (MessageSystem artemis = new Artemis()) {
            answers.add(ask(artemis, progress));
        }
        try (Scratch logs = Scratch.create("compare");
                Broker broker = Broker.start(BrokerOptions.in(logs.path()));
                MessageSystem log = new KafkaLog("our broker", broker.address())) {
            answers.add(ask(log, progress));
        }
        try (KafkaCluster kafka = KafkaCluster.fromEnvironmentOr(1);
                MessageSystem log = new KafkaLog("Kafka", kafka.bootstrapServers());
                MessageSystem share = new KafkaShare(kafka.bootstrapServers())) {
            answers.add(ask(log, progress));
            answers.add(ask(share, progress));
        }
        return answers;
    }

    static Answers ask(MessageSystem system, Consumer<String> progress) throws Exception {
        var answers = new EnumMap<Question, String>(Question.class);
        for (Question question : Question.values()) {
            try (MessageSystem.Destination destination = system.open()) {
                String answer = question.ask(destination);
                answers.put(question, answer);
                progress.accept(system.name() + ": " + question.text() + ": " + answer);
            } catch (Exception e) {
                throw new IllegalStateException(system.name() + ", asked " + question, e);
            }
        }
        return new Answers(system.name(), answers);
    }
}
