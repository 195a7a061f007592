package labs.mq.exactly;

import labs.cluster.kafka.KafkaCluster;
import labs.kit.LabTest;
import labs.mq.cluster.Topics;
import labs.mq.cluster.WithKafka;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithKafka
@Timeout(90)
final class ExactlyOnceTest extends ExactlyOnceConformance {
    ExactlyOnceTest(KafkaCluster cluster, Topics topics) {
        super(cluster.bootstrapServers(), topics);
    }
}
