package labs.proxy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Replication on a real cluster: who takes over, and what is lost when. */
@Timeout(600)
@RequiresCluster
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ReplicatedClusterTest {
    private static RunningCluster running;

    @BeforeAll
    static void start() {
        running = RunningCluster.start(SetUp.REPLICATED, ReplicatedResources.crmsh());
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
    void shouldReplicateToEveryNode() {
        Node primary = running.home();
        assertThat(primary.status().promotedOn("db")).containsExactly(primary.name());
        awaitRowOnEveryNode();
    }

    /**
     * Waits until every node has a row that was promised just now, and returns its number. Not all
     * rows of the primary: one that it had written when it was killed, and told nobody of, it finds
     * again in its log, and this agent's replicas go on behind it.
     */
    private static long awaitRowOnEveryNode() {
        long row = running.nextAcknowledgedRow();
        for (Node node : running.cluster().nodes()) {
            running.cluster()
                    .await(
                            node.name() + " has row " + row + ", which was acknowledged",
                            () -> Service.rows(node).contains(row));
        }
        return row;
    }

    @Test
    @Order(2)
    void shouldServeAgainWhenThePrimaryIsKilled() {
        Node primary = running.home();
        long since = running.nextAcknowledgedRow();
        primary.killDatabase();
        WriteLog log = running.awaitOutage("the primary was killed", since);
        assertThat(log.lost(running.rows())).as("rows that were promised and are lost").isEmpty();
    }

    @Test
    @Order(3)
    void shouldPromoteAnotherWhenThePrimaryIsCutOff() {
        Node primary = running.home();
        long replicated = awaitRowOnEveryNode();
        long since = running.nextAcknowledgedRow();
        primary.cutOff();
        running.cluster()
                .await(
                        primary.name() + " has stopped its database and given up the address",
                        () -> !primary.hasDatabase() && !primary.hasAddress());
        running.awaitOutage("the primary was cut off", since);

        Node any =
                running.cluster().nodes().stream()
                        .filter(node -> node != primary)
                        .findFirst()
                        .orElseThrow();
        assertThat(any.status().promotedOn("db")).hasSize(1).doesNotContain(primary.name());
        Node next = running.cluster().node(any.status().only("vip").orElseThrow());
        assertThat(Service.rows(next)).as("what had been replicated").contains(replicated);
    }

    @Test
    @Order(4)
    void shouldLoseNothingSemiSynchronouslyWhenReplicationHadStopped() {
        Node primary = running.home();
        stopReplication();
        long since = running.nextRow();
        running.cluster()
                .await(
                        "a row waits for a replica in vain",
                        () -> running.log().from(since).count(Write.Outcome.UNKNOWN) > 0);
        primary.crash();
        WriteLog log = running.awaitOutage("semi-synchronous, replication had stopped", since);
        assertThat(log.lost(running.rows())).as("rows that were promised and are lost").isEmpty();
    }

    @Test
    @Order(5)
    void shouldLoseWhatItPromisedAsynchronouslyWhenReplicationHadStopped() {
        for (Node node : running.cluster().nodes()) {
            node.sql("SET GLOBAL rpl_semi_sync_master_enabled = OFF");
        }
        Node primary = running.home();
        stopReplication();
        long since = running.nextRow();
        running.cluster()
                .await(
                        "rows are promised that no replica has",
                        () -> running.log().from(since).count(Write.Outcome.ACKNOWLEDGED) >= 10);
        primary.crash();
        WriteLog log = running.awaitOutage("asynchronous, replication had stopped", since);
        Set<Long> lost = log.lost(running.rows());
        System.err.println("lost although acknowledged: " + lost);
        assertThat(lost)
                .as("rows that were promised and are lost: this set-up cannot keep its promises")
                .hasSizeGreaterThanOrEqualTo(10);

        // They are on the old primary only, which is a replica now and will never tell.
        primary.start();
        running.cluster().service().repair();
        assertThat(Service.rows(primary)).as("on the old primary").containsAll(lost);
        assertThat(running.rows()).as("on the new one").doesNotContainAnyElementsOf(lost);
    }

    /** As it stops when a replica meets an error, and nobody looks. */
    private static void stopReplication() {
        Node primary = running.home();
        for (Node node : running.cluster().nodes()) {
            if (node != primary) {
                node.sql("STOP SLAVE");
            }
        }
    }
}
