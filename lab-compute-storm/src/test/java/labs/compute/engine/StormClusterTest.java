package labs.compute.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import labs.cluster.storm.StormCluster;
import labs.compute.storm.WithoutStorm;
import org.apache.storm.generated.TopologyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@WithoutStorm
@Timeout(240)
class StormClusterTest {
    private static final Duration LONG = Duration.ofSeconds(120);

    @TempDir Path directory;

    @Test
    void shouldGiveTheExactResultThoughAWorkerIsKilled() throws IOException {
        List<ProcessHandle> processes;
        try (StormCluster cluster = StormCluster.start(256, Engine.class);
                var query = ClusterCase.start(cluster.storm(), directory, 50_000)) {
            await("a process each").atMost(LONG).until(() -> cluster.workers().size() == 2);
            query.run(() -> {});
            query.assertPages();
            assertThat(emitted(cluster)).as("by Nimbus' own account").isNotNegative();

            query.run(() -> kill(cluster)); // in the middle of it
            query.assertPages();

            int before = query.attempt();
            kill(cluster); // when it is done, and before the next page
            query.assertPages();
            assertThat(query.attempt()).isGreaterThanOrEqualTo(before);
            processes = cluster.daemons();
        }
        assertThat(processes).as("Nimbus and the supervisors").noneMatch(ProcessHandle::isAlive);
        await().atMost(LONG).until(() -> ClusterCase.spilled(directory).isEmpty());
    }

    private static long emitted(StormCluster cluster) {
        return cluster.storm().figures().stream().mapToLong(TopologyInfo::get_executors_size).sum();
    }

    private static void kill(StormCluster cluster) {
        ProcessHandle worker = cluster.workers().get(0);
        worker.destroyForcibly();
        worker.onExit().join();
    }
}
