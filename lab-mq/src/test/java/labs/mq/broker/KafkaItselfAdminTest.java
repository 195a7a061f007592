package labs.mq.broker;

import labs.cluster.kafka.KafkaCluster;
import labs.kit.LabTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(120)
class KafkaItselfAdminTest extends AdminConformance {
    private static KafkaCluster cluster;

    @BeforeAll
    static void start() {
        cluster = KafkaCluster.fromEnvironmentOr(1);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Override
    String address() {
        return cluster.bootstrapServers();
    }
}
