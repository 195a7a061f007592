package labs.memory.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import labs.kit.LabTest;
import labs.kit.Seed;
import labs.kit.sim.Weather;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What it costs that an answer does not wait for the backups. */
@LabTest
@Timeout(60)
class GridAsyncBackupTest {
    private static final int RUNS = 40;

    // What is on its way when a process dies may be gone: every third message is.
    private static final Weather LOSSY =
            new Weather(Duration.ofMillis(1), Duration.ofMillis(10), 0.3, 0);

    /** A member that lives must not count as dead because its heartbeats are lost. */
    private static GridConfig patient(GridConfig config) {
        return new GridConfig(
                config.partitions(),
                config.syncBackups(),
                config.asyncBackups(),
                1,
                config.heartbeat(),
                Duration.ofSeconds(3),
                config.mergePolicy());
    }

    /** Whether a write that was answered is there after its owner died at once. */
    private static boolean survives(long seed, GridConfig config) {
        var grid = new SimulatedGrid(seed, 3, patient(config), LOSSY, false);
        String key = "key " + seed;
        int owner = grid.ownerOf(key);
        var answer = grid.client(0).call(new Operation.Put(key, "kept"));
        grid.await("the write is answered", answer::isDone);
        grid.world().crash(owner);
        return grid.get(1, key).isPresent();
    }

    private static long survivors(long seed, GridConfig config) {
        var lost = new ArrayList<Long>();
        for (long i = 0; i < RUNS; i++) {
            if (!survives(seed + i, config)) {
                lost.add(seed + i);
            }
        }
        return RUNS - lost.size();
    }

    @Test
    void shouldLoseNoAnsweredWriteWithASynchronousBackup(@Seed long seed) {
        assertThat(survivors(seed, GridConfig.standard().withBackups(1, 0)))
                .as("answered writes that are there after their owner died")
                .isEqualTo(RUNS);
    }

    @Test
    void shouldLoseSomeAnsweredWritesWithAnAsynchronousBackup(@Seed long seed) {
        assertThat(survivors(seed, GridConfig.standard().withBackups(0, 1)))
                .as("answered writes that are there: those that reached the backup in time")
                .isBetween(1L, RUNS - 1L);
    }

    @Test
    void shouldKeepAnAsynchronousBackupThatHadTime(@Seed long seed) {
        var grid = new SimulatedGrid(seed, 3, GridConfig.standard().withBackups(0, 1));
        grid.put(0, "key", "kept");
        grid.await("the backup has it", () -> grid.copies("key").size() == 2);
        grid.world().crash(grid.ownerOf("key"));
        assertThat(grid.get(1, "key")).contains("kept");
    }

    @Test
    void shouldLoseWhatHasNoBackup(@Seed long seed) {
        var grid = new SimulatedGrid(seed, 3, GridConfig.standard().withBackups(0, 0));
        grid.put(0, "key", "lost");
        grid.world().crash(grid.ownerOf("key"));
        assertThat(grid.get(1, "key")).as("nobody else had it, and no exception says so").isEmpty();
    }
}
