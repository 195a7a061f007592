package labs.memory.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import labs.kit.LabTest;
import labs.kit.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Five members are cut into two and three: clients 0 and 1 are with the two. */
@LabTest
@Timeout(60)
class GridSplitBrainTest {
    private static final GridConfig CONFIG = GridConfig.standard();
    private static final List<Integer> SMALL = List.of(0, 1);
    private static final List<Integer> LARGE = List.of(2, 3, 4);
    private static final int IN_SMALL = 0;
    private static final int IN_LARGE = 2;

    private static SimulatedGrid split(long seed, GridConfig config) {
        var grid = new SimulatedGrid(seed, 5, config);
        grid.put(IN_SMALL, "before", "both");
        grid.split(SMALL, List.of(0, 1));
        grid.await("each side is a cluster", () -> grid.isSettled(SMALL) && grid.isSettled(LARGE));
        return grid;
    }

    private static void heal(SimulatedGrid grid) {
        grid.world().heal();
        grid.settle();
    }

    /** The small side's values may come to the cluster a little after its members. */
    private static void awaitCopies(SimulatedGrid grid, String key, String value) {
        grid.await(
                key + " is '" + value + "', twice: " + grid.copies(key),
                () -> List.copyOf(grid.copies(key).values()).equals(List.of(value, value)));
    }

    @Test
    void shouldWriteOnBothSides(@Seed long seed) {
        var grid = split(seed, CONFIG);
        grid.put(IN_SMALL, "key", "small");
        grid.put(IN_LARGE, "key", "large");
        assertThat(grid.get(IN_SMALL, "key")).contains("small");
        assertThat(grid.get(IN_LARGE, "key")).contains("large");
    }

    @Test
    void shouldBecomeOneClusterAgainAndKeepWhatOneSideWrote(@Seed long seed) {
        var grid = split(seed, CONFIG);
        IntStream.range(0, 30).forEach(i -> grid.put(IN_SMALL, "small " + i, "s"));
        IntStream.range(0, 30).forEach(i -> grid.put(IN_LARGE, "large " + i, "l"));
        heal(grid);
        IntStream.range(0, 30).forEach(i -> awaitCopies(grid, "small " + i, "s"));
        IntStream.range(0, 30).forEach(i -> awaitCopies(grid, "large " + i, "l"));
        assertThat(LARGE).as("the larger side leads").contains(grid.coordinator());
    }

    @Test
    void shouldKeepTheLatestUpdate(@Seed long seed) {
        var grid = split(seed, CONFIG.withMergePolicy(MergePolicy.LATEST_UPDATE));
        grid.put(IN_LARGE, "one", "large");
        grid.put(IN_SMALL, "one", "small, later");
        grid.put(IN_SMALL, "two", "small");
        grid.put(IN_LARGE, "two", "large, later");
        heal(grid);
        awaitCopies(grid, "one", "small, later");
        awaitCopies(grid, "two", "large, later");
    }

    @Test
    void shouldPutIfAbsent(@Seed long seed) {
        var grid = split(seed, CONFIG.withMergePolicy(MergePolicy.PUT_IF_ABSENT));
        grid.put(IN_LARGE, "both", "large");
        grid.put(IN_SMALL, "both", "small, later");
        grid.put(IN_SMALL, "one", "small");
        heal(grid);
        awaitCopies(grid, "one", "small");
        awaitCopies(grid, "both", "large");
    }

    @Test
    void shouldKeepTheValueThatWasReadMoreOften(@Seed long seed) {
        var grid = split(seed, CONFIG.withMergePolicy(MergePolicy.HIGHER_HITS));
        grid.put(IN_SMALL, "key", "small");
        grid.put(IN_LARGE, "key", "large, later");
        grid.get(IN_LARGE, "key");
        IntStream.range(0, 3).forEach(i -> grid.get(IN_SMALL, "key"));
        heal(grid);
        awaitCopies(grid, "key", "small");
    }

    @Test
    void shouldRefuseOnTheSmallerSideWithAMinimumOfMembers(@Seed long seed) {
        var grid = split(seed, CONFIG.withMinimumMembers(3));
        catchThrowable(() -> grid.get(IN_SMALL, "key")); // finds out whom it can reach
        assertThat(catchThrowable(() -> grid.put(IN_SMALL, "key", "small")))
                .as("two members, and three must be there")
                .hasRootCauseInstanceOf(QuorumException.class);
        grid.put(IN_LARGE, "key", "large");
        heal(grid);
        assertThat(grid.get(IN_SMALL, "key")).contains("large");
    }

    @Test
    void shouldNotAnswerAWriteThatWaitedWhileTheOthersWereLost(@Seed long seed) {
        var grid = new SimulatedGrid(seed, 3, CONFIG.withMinimumMembers(2).withBackups(2, 0));
        String key =
                IntStream.range(0, 1000)
                        .mapToObj(i -> "key " + i)
                        .filter(k -> grid.ownerOf(k) == 0)
                        .findFirst()
                        .orElseThrow();
        grid.put(IN_SMALL, key, "before");
        grid.split(List.of(0), List.of(0, 1));
        var answer = grid.client(IN_SMALL).call(new Operation.Put(key, "alone"));
        grid.await("it is given up", answer::isDone);
        assertThat(answer.handle((value, failure) -> failure).join())
                .as("the owner wrote it before it knew that it was alone: nobody can tell")
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(grid.get(IN_LARGE, key)).contains("before");
    }

    @Test
    void shouldNotBeLinearizableWhenTheNetworkSplits(@Seed long seed) {
        var grid = new SimulatedGrid(seed, 5, CONFIG);
        var calls = new GridCalls(grid, seed);
        grid.split(SMALL, List.of(0, 1));
        grid.await("each side is a cluster", () -> grid.isSettled(SMALL) && grid.isSettled(LARGE));
        grid.world().run(Duration.ofSeconds(3));
        assertThat(GridCalls.judge(calls.end()).isLinearizable())
                .as("both sides answered; that no order explains it is what a split costs")
                .isFalse();
    }
}
