package labs.mq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import labs.kit.LabTest;
import labs.mq.log.Log;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Retention and compaction as the broker does them by itself. */
@LabTest
@Timeout(60)
class UpkeepTest {
    @TempDir Path directory;

    private Broker start() throws Exception {
        return Broker.start(BrokerOptions.in(directory).withUpkeep(Duration.ofMillis(200)));
    }

    private static void create(Broker broker, String topic, Map<String, String> settings)
            throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(settings)))
                    .all()
                    .get();
        }
    }

    private static ByteBuffer record(String key, String value) {
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        return MemoryRecords.withRecords(
                        Compression.NONE,
                        new SimpleRecord(
                                System.currentTimeMillis(),
                                keyBytes,
                                value.getBytes(StandardCharsets.UTF_8)))
                .buffer();
    }

    @Test
    void shouldDropOldSegmentsByItself() throws Exception {
        try (var broker = start();
                var client = new RawClient(broker)) {
            create(broker, "short", Map.of("segment.bytes", "1000", "retention.bytes", "2000"));
            for (int i = 0; i < 120; i++) {
                assertThat(client.produce("short", 0, record("k", "v" + i))).isEqualTo(Errors.NONE);
            }
            Log log = broker.partition("short", 0).log();
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(log.sizeInBytes()).isLessThan(4_000));
            assertThat(log.start()).isPositive();
            assertThat(log.end()).isEqualTo(120);
        }
    }

    @Test
    void shouldCompactByItselfAndRememberThatAfterARestart() throws Exception {
        try (var broker = start()) {
            create(broker, "table", Map.of("segment.bytes", "1000", "cleanup.policy", "compact"));
        }
        try (var broker = start();
                var client = new RawClient(broker)) {
            for (int i = 0; i < 50; i++) {
                assertThat(client.produce("table", 0, record("k" + i % 2, "v" + i)))
                        .isEqualTo(Errors.NONE);
            }
            Log log = broker.partition("table", 0).log();
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(log.sizeInBytes()).isLessThan(2_000));
            assertThat(log.end()).isEqualTo(50);
            assertThat(client.produce("table", 0, record(null, "no key")))
                    .as("a record without a key could never be compacted")
                    .isEqualTo(Errors.INVALID_RECORD);
        }
    }

    @Test
    void shouldRefuseSettingsThatItDoesNotKnow() throws Exception {
        try (var broker = start()) {
            for (Map<String, String> settings :
                    List.of(
                            Map.of("min.insync.replicas", "2"),
                            Map.of("retention.ms", "soon"),
                            Map.of("cleanup.policy", "sometimes"))) {
                assertThatThrownBy(() -> create(broker, "t", settings))
                        .hasCauseInstanceOf(InvalidConfigurationException.class);
            }
            assertThat(directory.resolve("t-0")).doesNotExist();
        }
    }
}
