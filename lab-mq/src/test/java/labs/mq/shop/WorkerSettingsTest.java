package labs.mq.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import labs.kit.LabTest;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(30)
final class WorkerSettingsTest {
    private static StreamsConfig settings(int worker) {
        var state = Path.of("/state");
        return new StreamsConfig(
                new WorkerSettings("a:1,b:2", "shop", worker, 3, state, Duration.ofSeconds(1))
                        .toProperties());
    }

    private static Object instance(int worker) {
        return settings(worker)
                .getMainConsumerConfigs("shop", "client", 1)
                .get("group.instance.id");
    }

    @Test
    void shouldProcessExactlyOnce() {
        assertThat(settings(0).getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
                .as("what a task reads, changes and sends is one transaction")
                .isEqualTo(StreamsConfig.EXACTLY_ONCE_V2);
    }

    @Test
    void shouldBeTheSameWorkerInAllItsLivesAndNoOther() {
        assertThat(instance(0)).as("its name in the group").isNotNull().isEqualTo(instance(0));
        assertThat(instance(1)).isNotEqualTo(instance(0));
        assertThat(settings(1).getString(StreamsConfig.STATE_DIR_CONFIG))
                .as("two processes can't share a directory")
                .startsWith("/state")
                .isNotEqualTo(settings(0).getString(StreamsConfig.STATE_DIR_CONFIG))
                .isEqualTo(settings(1).getString(StreamsConfig.STATE_DIR_CONFIG));
        assertThat(settings(1).getString(StreamsConfig.APPLICATION_ID_CONFIG))
                .as("the application is the group, and the same for all")
                .isEqualTo("shop");
    }

    @Test
    void shouldGoWhereItIsToldWithAllItsThreads() {
        assertThat(settings(0).getList(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG))
                .containsExactly("a:1", "b:2");
        assertThat(settings(0).getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG)).isEqualTo(3);
    }
}
