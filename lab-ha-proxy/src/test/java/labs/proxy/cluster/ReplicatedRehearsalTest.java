package labs.proxy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import labs.kit.RequiresProgram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promotable clone, as Pacemaker's scheduler would treat it. No daemon runs. */
@Timeout(240)
@RequiresProgram(
        name = "crm_simulate",
        install = "apt-get install pacemaker pacemaker-cli-utils crmsh resource-agents")
final class ReplicatedRehearsalTest {
    private static final Set<String> ALL = Set.of("n1", "n2", "n3");

    @TempDir private static Path directory;
    private static Rehearsal started; // it never changes: each event gives a new one

    @BeforeEach
    void load() {
        if (started == null) {
            started = Rehearsal.of(ReplicatedResources.crmsh(), directory);
        }
    }

    @Test
    void shouldRunADatabaseOnEachNodeAndPromoteNoneUnasked() {
        assertThat(started.status().runningOn("db")).isEqualTo(ALL);
        assertThat(started.status().promotedOn("db")).isEmpty();
        assertThat(started.status().runningOn("vip"))
                .as("the address, while no database takes writes")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"n1", "n2", "n3"})
    void shouldPutTheAddressWhereThePrimaryIs(String preferred) {
        Rehearsal serving = promoted(preferred);
        assertThat(serving.status().promotedOn("db")).as("one primary").containsExactly(preferred);
        assertThat(serving.status().runningOn("vip")).as("the address").containsExactly(preferred);
        assertThat(serving.steps())
                .as("what was done: no client may come before the primary takes writes")
                .containsSubsequence("promote db on " + preferred, "start vip on " + preferred);
    }

    @Test
    void shouldTellTheReplicasOfTheNewPrimary() {
        assertThat(promoted("n2").steps())
                .as("what was done (notify=true: how else would n1 and n3 know whom to follow?)")
                .containsSubsequence("promote db on n2", "notify db on n1")
                .containsSubsequence("promote db on n2", "notify db on n3");
    }

    @Test
    void shouldPromoteAnotherWhenThePrimaryCrashes() {
        Rehearsal after = promoted("n1").crashes("n1");
        assertThat(after.status().promotedOn("db"))
                .as("one primary")
                .hasSize(1)
                .doesNotContain("n1");
        assertThat(after.status().runningOn("vip")).isEqualTo(after.status().promotedOn("db"));
        assertThat(after.status().runningOn("db")).containsExactly("n2", "n3");
    }

    @Test
    void shouldTakeTheOldPrimaryBackAsAReplica() {
        Rehearsal moved = promoted("n1").crashes("n1");
        Rehearsal back = moved.returns("n1").wantsPromotion(Map.of("n1", 1));
        assertThat(back.status().runningOn("db")).isEqualTo(ALL);
        assertThat(back.status().promotedOn("db"))
                .as("the primary stays where it is")
                .isEqualTo(moved.status().promotedOn("db"));
    }

    @Test
    void shouldStopEverythingWithoutQuorum() {
        Rehearsal minority = promoted("n1").losesQuorum();
        assertThat(minority.status().promotedOn("db"))
                .as("a primary in the smaller part: the larger part has one, too")
                .isEmpty();
        assertThat(minority.status().runningOn("vip")).as("the address").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Promoted", "Unpromoted"})
    void shouldNoticeADatabaseThatDiedInEitherRole(String role) {
        String node = role.equals("Promoted") ? "n1" : "n3";
        Rehearsal after = promoted("n1").finds("db", role, node);
        assertThat(after.steps()).as("what was done").contains("start db on " + node);
        assertThat(after.status().runningOn("db")).isEqualTo(ALL);
    }

    @Test
    void shouldKeepADatabaseThatDiesOften() {
        Rehearsal after = promoted("n1");
        for (int i = 0; i < 3; i++) {
            after = after.finds("db", "Unpromoted", "n2");
        }
        assertThat(after.status().runningOn("db"))
                .as("a replica has no other node to go to: it is started again where it was")
                .isEqualTo(ALL);
    }

    @Test
    void shouldPutALostAddressBackAndLeaveTheDatabaseAlone() {
        Rehearsal after = promoted("n1").finds("vip", "", "n1");
        assertThat(after.status().runningOn("vip")).containsExactly("n1");
        assertThat(List.copyOf(after.steps()))
                .contains("stop vip on n1", "start vip on n1")
                .doesNotContain("demote db on n1", "stop db on n1");
    }

    /** As after the first checks: each may, and one would rather. */
    private Rehearsal promoted(String preferred) {
        return started.wantsPromotion(
                Map.of(
                        "n1", preferred.equals("n1") ? 2 : 1,
                        "n2", preferred.equals("n2") ? 2 : 1,
                        "n3", preferred.equals("n3") ? 2 : 1));
    }
}
