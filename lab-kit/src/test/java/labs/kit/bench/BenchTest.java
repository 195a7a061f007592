package labs.kit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchTest {
    private static final List<String> PARTS = List.of("load", "start");

    @Test
    void shouldRunAllPartsOrTheNamedOnes() {
        assertThat(Bench.of("mq", PARTS, "out.json").parts()).isEqualTo(PARTS);
        assertThat(Bench.of("mq", PARTS, "out.json", "start").runs("load")).isFalse();
        assertThat(Bench.of("mq", PARTS, "out.json", "start").runs("start")).isTrue();
    }

    @Test
    void shouldWriteWhatWasMeasured(@TempDir Path folder) throws Exception {
        var series = new Series("load", "records", "records/s", true);
        series.add("ours", 12);
        series.add("Kafka", 1_000);
        series.ratio("ours", "Kafka", 2);
        Path file = folder.resolve("out.json");

        Bench.of("mq", PARTS, file.toString()).write(List.of(series));

        assertThat(Files.readString(file))
                .contains("\"chapter\": \"mq\"")
                .contains("{\"name\": \"ours\", \"values\": [12.000]}")
                .contains("{\"name\": \"Kafka\", \"values\": [1000]}")
                .contains("{\"of\": \"ours\", \"to\": \"Kafka\", \"goal\": 2.0}");
    }

    @Test
    void shouldTellTheVersionOfTheJarThatRuns() {
        assertThat(Artifact.version(Assertions.class)).matches("3\\.\\d+\\.\\d+");
        assertThatThrownBy(() -> Artifact.version(BenchTest.class))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
