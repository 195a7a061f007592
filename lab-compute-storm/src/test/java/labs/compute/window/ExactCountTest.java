package labs.compute.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import labs.compute.storm.LocalStorm;
import labs.compute.storm.LocalTopology;
import labs.compute.storm.WithStorm;
import labs.compute.stream.Trouble;
import org.apache.storm.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@WithStorm
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ExactCountTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BATCHES = 80;

    private final List<String> lines = lines();
    private final BatchSource source = new BatchSource(lines, 10);

    @TempDir Path directory;

    private static List<String> lines() {
        var random = new Random(11);
        return Stream.generate(() -> "w%d w%d".formatted(random.nextInt(20), random.nextInt(5)))
                .limit(BATCHES * 10)
                .toList();
    }

    private SortedMap<String, Long> truth() {
        return lines.stream()
                .flatMap(line -> Stream.of(line.split(" ")))
                .collect(Collectors.groupingBy(w -> w, TreeMap::new, Collectors.counting()));
    }

    private ExactCount runUntil(LocalStorm storm, long batch, long seed) {
        var count = new ExactCount(source, directory, Trouble.failing(10, seed));
        try (LocalTopology topology =
                storm.submit(
                        "exact-count",
                        Map.of(Config.TOPOLOGY_MESSAGE_TIMEOUT_SECS, 60),
                        count.build())) {
            topology.await(
                    PATIENCE,
                    () -> count.committed() >= batch,
                    () -> "committed up to batch %d of %d".formatted(count.committed(), batch));
        }
        return count;
    }

    @Test
    void shouldCountExactlyThoughBatchesComeAgainAndWorkersDie(LocalStorm storm)
            throws IOException {
        source.release(40);
        ExactCount first = runUntil(storm, 15, 1);
        assertThat(first.troubled().struck()).as("batches failed behind their effect").isPositive();
        // The worst death: the spout forgets how far it was, and sends all from the beginning.
        Files.deleteIfExists(directory.resolve(ExactCount.SPOUT_FILE));

        source.release(BATCHES);
        ExactCount second = runUntil(storm, BATCHES, 2);
        assertThat(second.counts())
                .as("each batch counts once, though many came twice")
                .isEqualTo(truth());
    }
}
