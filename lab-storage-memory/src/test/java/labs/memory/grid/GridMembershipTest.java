package labs.memory.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import labs.memory.grid.GridMessage.Claim;
import labs.memory.grid.GridMessage.Heartbeat;
import labs.memory.grid.GridMessage.Report;
import labs.memory.grid.GridMessage.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The coordinator, member 1, dies; this member, 0, is the next oldest; member 2 lives, too. */
@Timeout(30)
class GridMembershipTest {
    private static final Member COORDINATOR = new Member(1, 101);
    private static final Member OTHER = new Member(2, 102);
    private final RecordingMachine machine = new RecordingMachine();
    private final Membership membership =
            new Membership(machine, GridConfig.standard(), (old, now) -> {});

    private PartitionTable table(long number, Member owner) {
        var version = new TableVersion(1, number);
        var replicas = new Replicas(List.of(owner, COORDINATOR), List.of(), version, version);
        var members = List.of(COORDINATOR, membership.me(), OTHER);
        return new PartitionTable(version, members, Set.of(), List.of(replicas));
    }

    private void coordinatorDies() {
        membership.receive(table(5, membership.me()));
        machine.pass(Duration.ofSeconds(2));
        membership.heartbeat(new Heartbeat(OTHER, new TableVersion(1, 6)));
        machine.takeSentTo(OTHER.node());
        membership.tick();
    }

    @Test
    void shouldAskAllWhoLiveBeforeItTakesOver() {
        coordinatorDies();
        assertThat(machine.takeSentTo(OTHER.node()))
                .as("a claim with a term above all that it knows, and no table yet")
                .contains(new Claim(2, membership.me()))
                .noneMatch(Table.class::isInstance);
        assertThat(membership.isCoordinator()).isFalse();
    }

    @Test
    void shouldTakeOverWithTheNewestTableOfAll() {
        coordinatorDies();
        membership.reported(new Report(2, OTHER, table(6, OTHER)));
        assertThat(membership.isCoordinator()).isTrue();
        assertThat(membership.table().version().term()).isEqualTo(2);
        assertThat(membership.table().members()).containsExactly(membership.me(), OTHER);
        assertThat(membership.table().replicas(0).owner())
                .as("table 1.6, which only member 2 got, gave the partition to it")
                .isEqualTo(OTHER);
    }

    @Test
    void shouldTakeNothingOfAnOlderCoordinatorAfterItReported() {
        membership.receive(table(5, OTHER));
        membership.claimed(new Claim(2, OTHER));
        assertThat(machine.takeSentTo(OTHER.node()))
                .contains(new Report(2, membership.me(), table(5, OTHER)));
        membership.receive(table(7, membership.me()));
        assertThat(membership.table().version()).isEqualTo(new TableVersion(1, 5));
    }
}
