package labs.proxy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** The group on a real cluster: one after the other, what goes wrong in a data centre. */
@Timeout(600)
@RequiresCluster
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class GroupClusterTest {
    private static RunningCluster running;

    @BeforeAll
    static void start() {
        running = RunningCluster.start(SetUp.GROUP, GroupResources.crmsh());
    }

    @AfterAll
    static void stop() {
        if (running != null) {
            running.close();
        }
    }

    @BeforeEach
    void repair() {
        running.cluster().service().repair();
    }

    @Test
    @Order(1)
    void shouldServeFromExactlyOneNode() {
        Node home = running.home();
        for (Node node : running.cluster().nodes()) {
            assertThat(node.hasAddress())
                    .as("the address is on " + node.name())
                    .isEqualTo(node == home);
            assertThat(node.hasDatabase())
                    .as("a database on " + node.name())
                    .isEqualTo(node == home);
        }
    }

    @Test
    @Order(2)
    void shouldStartADatabaseThatWasKilledAgain() {
        Node home = running.home();
        long since = running.nextAcknowledgedRow();
        home.killDatabase();
        WriteLog log = running.awaitOutage("the database was killed", since);
        assertThat(running.home())
                .as("where it runs: nothing is wrong with its node")
                .isSameAs(home);
        assertThat(log.lost(running.rows())).as("rows that were promised and are lost").isEmpty();
    }

    @Test
    @Order(3)
    void shouldMoveWhenItsNodeCrashesAndStayWhenThatReturns() {
        Node home = running.home();
        long since = running.nextAcknowledgedRow();
        home.crash();
        running.awaitOutage("its node crashed", since);
        Node next = running.home();
        assertThat(next).as("where it runs now").isNotSameAs(home);

        home.start();
        running.cluster().await("it is online again", running.cluster()::isWhole);
        assertThat(running.home()).as("where it runs: it stays").isSameAs(next);
    }

    @Test
    @Order(4)
    void shouldServeFromTheMajorityWhenItsNodeIsCutOff() {
        Node home = running.home();
        long since = running.nextAcknowledgedRow();
        home.cutOff();
        running.cluster()
                .await(
                        home.name() + " has stopped its database and given up the address",
                        () -> !home.hasDatabase() && !home.hasAddress());
        assertThat(home.status().hasQuorum()).as("one of three is the majority").isFalse();

        Node any =
                running.cluster().nodes().stream().filter(n -> n != home).findFirst().orElseThrow();
        running.cluster().await("the majority serves", () -> any.status().only("vip").isPresent());
        assertThat(any.status().runningOn("vip"))
                .as("where it runs now")
                .doesNotContain(home.name());
        running.awaitOutage("its node was cut off", since);
    }

    @Test
    @Order(5)
    void shouldRunTwoDatabasesOnOneDirectoryWithoutFencing() {
        Node hung = running.home();
        long since = running.nextAcknowledgedRow();
        hung.hang();
        // The second one does not get InnoDB's lock as long as the first one has it, since both
        // are on one kernel. On a disk in the network nothing would keep it from writing.
        running.cluster()
                .await(
                        "the others start a database while the one that hangs is there",
                        () -> others(hung).stream().anyMatch(Node::hasDatabase));
        assertThat(hung.hasDatabase()).as("a database on " + hung.name()).isTrue();
        assertThat(hung.hasAddress()).as("the address on " + hung.name()).isTrue();

        hung.crash(); // a person comes and pulls the plug
        running.awaitOutage("its node hung, and a person switched it off", since);
    }

    @Test
    @Order(6)
    void shouldSwitchAHungNodeOffBeforeAnythingStartsElsewhere() {
        running.cluster().configure(FencingResources.crmsh());
        running.cluster()
                .await(
                        "the fence device runs",
                        () -> running.cluster().anyNode().status().only("power").isPresent());
        Node hung = running.home();
        long since = running.nextAcknowledgedRow();
        hung.hang();
        running.awaitOutage("its node hung, and was fenced", since);

        assertThat(running.cluster().power().cuts())
                .as("what the power switch did, and where else a database ran by then")
                .containsExactly(new PowerSwitch.Cut(hung.name(), Set.of()));
        assertThat(hung.isOn()).as(hung.name() + " is on").isFalse();
        assertThat(running.log().lost(running.rows()))
                .as("rows that were promised and are lost")
                .isEmpty();
    }

    @Test
    @Order(7)
    void shouldHaveLostNothingThatItPromised() {
        WriteLog all = running.log();
        assertThat(all.count(Write.Outcome.ACKNOWLEDGED))
                .as("rows that were promised")
                .isPositive();
        assertThat(all.lost(running.rows())).as("rows that were promised and are lost").isEmpty();
    }

    private static List<Node> others(Node node) {
        return running.cluster().nodes().stream().filter(each -> each != node).toList();
    }
}
