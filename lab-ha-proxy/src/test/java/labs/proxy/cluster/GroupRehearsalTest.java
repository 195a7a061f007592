package labs.proxy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import labs.kit.RequiresProgram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The group, as Pacemaker's scheduler would treat it. No daemon runs. */
@Timeout(240)
@RequiresProgram(
        name = "crm_simulate",
        install = "apt-get install pacemaker pacemaker-cli-utils crmsh resource-agents")
final class GroupRehearsalTest {
    @TempDir private static Path directory;
    private static Rehearsal group; // it never changes: each event gives a new one

    private String home;

    @BeforeEach
    void load() {
        if (group == null) {
            group = Rehearsal.of(GroupResources.crmsh(), directory);
        }
        home = placeOf(group).orElseThrow(() -> new AssertionError("db runs nowhere, or twice"));
    }

    @Test
    void shouldStartTheDatabaseThenTheAddressOnOneNode() {
        assertThat(group.status().runningOn("vip")).as("the address").containsExactly(home);
        assertThat(startsAndStops(group))
                .containsExactly("start db on " + home, "start vip on " + home);
    }

    @Test
    void shouldMoveBothWhenTheirNodeCrashes() {
        Rehearsal after = group.crashes(home);
        assertThat(placeOf(after)).as("the database").isPresent().isNotEqualTo(Optional.of(home));
        assertThat(after.status().runningOn("vip")).isEqualTo(after.status().runningOn("db"));
    }

    @Test
    void shouldStayWhereItIsWhenTheNodeReturns() {
        Rehearsal moved = group.crashes(home);
        assertThat(placeOf(moved.returns(home)))
                .as("a move is an outage: nothing is won by going home (stickiness)")
                .isEqualTo(placeOf(moved));
    }

    @Test
    void shouldStopBothWithoutQuorum() {
        Rehearsal minority = group.losesQuorum();
        assertThat(minority.status().runningOn("db"))
                .as("the database in the smaller part: the larger part starts one, too")
                .isEmpty();
        assertThat(minority.status().runningOn("vip")).as("the address").isEmpty();
        assertThat(startsAndStops(minority))
                .containsExactly("stop vip on " + home, "stop db on " + home);
    }

    @Test
    void shouldRestartADatabaseThatDiedWhereItWas() {
        Rehearsal after = group.finds("db", "", home);
        assertThat(placeOf(after)).as("the database").contains(home);
        assertThat(startsAndStops(after))
                .as("the address goes with it, and comes when the database is up again")
                .containsExactly(
                        "stop vip on " + home,
                        "stop db on " + home,
                        "start db on " + home,
                        "start vip on " + home);
    }

    @Test
    void shouldGoElsewhereWhenItDiesAgain() {
        Rehearsal twice = group.finds("db", "", home).finds("db", "", home);
        assertThat(placeOf(twice))
                .as("the database after a second failure (migration-threshold=2)")
                .isPresent()
                .isNotEqualTo(Optional.of(home));
        assertThat(twice.status().runningOn("vip")).isEqualTo(twice.status().runningOn("db"));
    }

    @Test
    void shouldPutALostAddressBackAndLeaveTheDatabaseAlone() {
        Rehearsal after = group.finds("vip", "", home);
        assertThat(after.status().runningOn("vip")).containsExactly(home);
        assertThat(startsAndStops(after))
                .as("the database does not stand on the address")
                .containsExactly("stop vip on " + home, "start vip on " + home);
    }

    @Test
    void shouldServeFromTheLastTwoNodesAndNotFromTheLastOne() {
        Set<String> others = group.crashes(home).status().online();
        assertThat(others).as("online").hasSize(2);
        String second = placeOf(group.crashes(home)).orElseThrow();
        Rehearsal last = group.crashes(home).crashes(second).losesQuorum();
        assertThat(last.status().runningOn("db")).as("one of three is no majority").isEmpty();
    }

    private static Optional<String> placeOf(Rehearsal rehearsal) {
        return rehearsal.status().only("db");
    }

    private static List<String> startsAndStops(Rehearsal rehearsal) {
        return rehearsal.steps().stream()
                .filter(step -> step.startsWith("start ") || step.startsWith("stop "))
                .toList();
    }
}
