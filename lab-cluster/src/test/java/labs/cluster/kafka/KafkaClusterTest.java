package labs.cluster.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import labs.kit.LabTest;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(600)
final class KafkaClusterTest {
    @Test
    void shouldComeBackWithItsTopicsAndLeaveNothingBehind() throws Exception {
        KafkaNode server;
        try (var cluster = KafkaCluster.start(1)) {
            server = cluster.node(1);
            try (var admin =
                    Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("orders", 2, (short) 1))).all().get();
            }
            server.kill();
            assertThat(server.isAlive()).isFalse();

            cluster.heal();

            try (var admin =
                    Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
                assertThat(admin.listTopics().names().get()).contains("orders");
            }
        }
        assertThat(server.isAlive()).isFalse();
        assertThat(Files.exists(server.process().log())).isFalse();
    }
}
