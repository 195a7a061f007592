package labs.memory.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import labs.kit.LabTest;
import labs.kit.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members come and go: nothing is lost, and nothing is there twice. */
@LabTest
@Timeout(120)
class GridMigrationTest {
    private static final GridConfig CONFIG = GridConfig.standard();

    private static void assertWhole(SimulatedGrid grid, List<String> keys) {
        for (String key : keys) {
            String value = key.replace("key", "value");
            assertThat(grid.get(1, key)).as("the value of %s", key).contains(value);
            // A late snapshot may leave one more with a member that holds the partition no more.
            assertThat(grid.copies(key).values())
                    .as("%s is on the owner and one backup", key)
                    .hasSizeGreaterThanOrEqualTo(2)
                    .containsOnly(value);
        }
    }

    @Test
    void shouldKeepEveryEntryOnAnOwnerAndABackup(@Seed long seed) {
        var grid = new SimulatedGrid(seed, 3, CONFIG);
        assertWhole(grid, grid.fill(100));
    }

    @Test
    void shouldSpreadPartitionsOverAllMembers(@Seed long seed) {
        var grid = new SimulatedGrid(seed, 4, CONFIG);
        for (int id : grid.up()) {
            long owned =
                    grid.member(0).table().partitions().stream()
                            .filter(replicas -> replicas.owner().node() == id)
                            .count();
            assertThat(owned).as("partitions that member %s owns, of 271", id).isBetween(40L, 100L);
        }
    }

    @Test
    void shouldMoveOnlyItsShareWhenAMemberJoins(@Seed long seed) {
        var grid = new SimulatedGrid(seed, 4, CONFIG);
        grid.world().crash(3);
        grid.await("three are left", () -> grid.member(0).table().members().size() == 3);
        grid.settle();
        List<Integer> before = owners(grid);
        grid.world().restart(3);
        grid.settle();
        List<Integer> after = owners(grid);
        var to = new HashSet<Integer>();
        for (int p = 0; p < before.size(); p++) {
            if (!before.get(p).equals(after.get(p))) {
                to.add(after.get(p));
            }
        }
        assertThat(to).as("who owns the partitions that moved").isEqualTo(Set.of(3));
    }

    private static List<Integer> owners(SimulatedGrid grid) {
        return grid.member(0).table().partitions().stream().map(r -> r.owner().node()).toList();
    }

    @Test
    void shouldLoseNothingWhenAMemberIsKilledAndComesBack(@Seed long seed) {
        var grid = new SimulatedGrid(seed, 4, CONFIG);
        List<String> keys = grid.fill(100);
        for (int victim : List.of(2, 0)) {
            grid.world().crash(victim);
            grid.await("it is noticed", () -> isOut(grid, victim));
            grid.settle();
            assertWhole(grid, keys);
            grid.world().restart(victim);
            grid.settle();
            assertWhole(grid, keys);
        }
    }

    private static boolean isOut(SimulatedGrid grid, int victim) {
        return grid.up().stream()
                .allMatch(
                        id ->
                                grid.member(id).table().members().stream()
                                        .noneMatch(member -> member.node() == victim));
    }

    @Test
    void shouldGiveItsPartitionsAwayWhenAMemberLeaves(@Seed long seed) {
        var grid = new SimulatedGrid(seed, 3, CONFIG);
        List<String> keys = grid.fill(50);
        int leaver = grid.coordinator();
        grid.member(leaver).leave();
        grid.await("it has left", () -> !grid.member(leaver).isMember());
        // With one backup, two members hold everything: nothing had to be promoted.
        grid.world().crash(leaver);
        grid.settle();
        assertWhole(grid, keys);
    }

    @Test
    void shouldRunAnEntryProcessorOnOwnerAndBackup(@Seed long seed) {
        var grid = new SimulatedGrid(seed, 3, CONFIG);
        EntryProcessor count =
                (key, value) -> {
                    String sum = String.valueOf(value.map(Integer::parseInt).orElse(0) + 1);
                    return new EntryProcessor.Result(Optional.of(sum), Optional.of("now " + sum));
                };
        for (int i = 1; i <= 5; i++) {
            assertThat(grid.call(0, new Operation.Invoke("counter", count))).contains("now " + i);
        }
        grid.world().crash(grid.ownerOf("counter"));
        assertThat(grid.get(1, "counter")).as("the backup carried the code out, too").contains("5");
        assertThat(grid.call(2, new Operation.Invoke("counter", count))).contains("now 6");
    }

    @Test
    void shouldAnswerTheValueBefore(@Seed long seed) {
        var grid = new SimulatedGrid(seed, 3, CONFIG);
        assertThat(grid.put(0, "key", "one")).isEmpty();
        assertThat(grid.put(1, "key", "two")).contains("one");
        assertThat(grid.call(2, new Operation.Remove("key"))).contains("two");
        assertThat(grid.get(3, "key")).isEmpty();
    }
}
