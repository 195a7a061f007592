package labs.memory.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import labs.kit.LabTest;
import labs.kit.Seed;
import labs.kit.sim.Weather;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members are killed while clients call; each key must look as if it were in one place. */
@LabTest
@Timeout(120)
class GridLinearizabilityTest {
    private static final int RUNS = 30;

    /**
     * Kills so many members at a time, at a time that suits nobody, and lets them come back: also
     * while partitions move to those who came back before, but never before the dead of last time
     * are made up for.
     */
    private static void run(
            long seed, int members, GridConfig config, int killed, Weather weather) {
        var grid = new SimulatedGrid(seed, members, config, weather, false);
        var calls = new GridCalls(grid, seed);
        var random = new Random(seed);
        for (int round = 0; round < 4; round++) {
            grid.world().run(Duration.ofMillis(random.nextInt(400)));
            List<Integer> victims = victims(grid, killed, random);
            victims.forEach(grid.world()::crash);
            grid.settle();
            grid.world().run(Duration.ofMillis(random.nextInt(400)));
            victims.forEach(grid.world()::restart);
            if (random.nextBoolean()) {
                grid.settle();
            } else {
                grid.world().run(Duration.ofMillis(random.nextInt(300)));
            }
        }
        grid.settle();
        var history = calls.end();
        assertThat(history.size()).as("calls that were made").isGreaterThan(100);
        assertThat(GridCalls.judge(history).isLinearizable())
                .as("seed %s: %s", seed, GridCalls.judge(history))
                .isTrue();
    }

    private static List<Integer> victims(SimulatedGrid grid, int killed, Random random) {
        var up = new ArrayList<>(grid.up());
        Collections.shuffle(up, random);
        return List.copyOf(up.subList(0, killed));
    }

    @Test
    void shouldBeLinearizableWhileOneOfFourIsKilled(@Seed long seed) {
        for (int i = 0; i < RUNS; i++) {
            run(seed + i, 4, GridConfig.standard(), 1, Weather.fair());
        }
    }

    @Test
    void shouldBeLinearizableWhileTwoOfFiveAreKilledAtOnce(@Seed long seed) {
        for (int i = 0; i < RUNS; i++) {
            run(seed + i, 5, GridConfig.standard().withBackups(2, 0), 2, Weather.fair());
        }
    }

    @Test
    void shouldBeLinearizableThoughMessagesAreLostAndDoubled(@Seed long seed) {
        for (int i = 0; i < RUNS / 3; i++) {
            run(seed + i, 4, GridConfig.standard(), 1, Weather.stormy());
        }
    }

    @Test
    void shouldBeLinearizableWhileMembersLeaveInGoodOrder(@Seed long seed) {
        for (int i = 0; i < RUNS / 3; i++) {
            var grid = new SimulatedGrid(seed + i, 4, GridConfig.standard());
            var calls = new GridCalls(grid, seed);
            for (int leaver : List.of(0, 2)) {
                grid.world().run(Duration.ofMillis(200));
                grid.member(leaver).leave();
                grid.await("member " + leaver + " left", () -> !grid.member(leaver).isMember());
                grid.world().crash(leaver);
                grid.settle();
                grid.world().restart(leaver);
                grid.settle();
            }
            var verdict = GridCalls.judge(calls.end());
            assertThat(verdict.isLinearizable()).as("seed %s: %s", seed + i, verdict).isTrue();
        }
    }
}
