package labs.proxy.totem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import labs.kit.LabTest;
import labs.kit.Seed;
import labs.proxy.totem.Journal.Chapter;
import labs.proxy.totem.TotemMessage.Data;
import labs.proxy.totem.TotemMessage.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole nodes in virtual time, one trouble at a time. */
@LabTest
@Timeout(60)
final class TotemStoriesTest {
    /** A token is lost for a second, those who are silent for 1.2, and some turns of the token. */
    private static final long CHANGE_MILLIS = 4_000;

    private TotemCluster cluster;
    private String run;

    private void begin(long seed, int nodes, boolean tieBreaker) {
        begin(seed, nodes, Times.standard(), tieBreaker);
    }

    private void begin(long seed, int nodes, Times times, boolean tieBreaker) {
        cluster = new TotemCluster(seed, nodes, times, tieBreaker);
        run = "seed " + seed;
        assertThat(cluster.runUntil(cluster::isOneRing, 5 * CHANGE_MILLIS))
                .as("one ring in the beginning; " + run)
                .isTrue();
        cluster.run(times.loss().toMillis() + 500); // a lease, and a turn or two
    }

    private void end() {
        assertThat(cluster.runUntil(cluster::isOneRing, 2 * CHANGE_MILLIS))
                .as("one ring in the end; " + run)
                .isTrue();
        cluster.run(1_500);
        new TotemJudge(cluster.journals(), run).judge();
    }

    private static List<String> contents(List<Data> messages) {
        return messages.stream().map(data -> ((Payload.Text) data.payload()).content()).toList();
    }

    @Test
    void shouldDeliverInOneOrderEverywhere(@Seed long seed) {
        begin(seed, 5, false);
        for (int i = 0; i < 100; i++) {
            cluster.submit(i % 5, i % 3 == 0);
            cluster.run(i % 7 * 5L);
        }
        cluster.run(2_000);
        List<Data> first = cluster.journal(0).chapter().regular();
        assertThat(first).as(run).hasSize(100);
        for (int node = 1; node < 5; node++) {
            assertThat(cluster.journal(node).chapter().regular()).as(run).isEqualTo(first);
        }
        end();
    }

    @Test
    void shouldAskForWhatWasLost(@Seed long seed) {
        begin(seed, 3, false);
        RingId ring = cluster.node(0).ring();
        cluster.line((from, to, message) -> message instanceof Data && to == 2 ? onceIn(3) : 1);
        for (int i = 0; i < 60; i++) {
            cluster.submit(i % 3, false);
            cluster.run(30);
        }
        cluster.run(3_000);
        assertThat(cluster.journal(2).chapter().regular()).as(run).hasSize(60);
        assertThat(cluster.node(2).ring()).as("no reason for a new ring; " + run).isEqualTo(ring);
        end();
    }

    private int calls;

    private int onceIn(int times) {
        return calls++ % times == 0 ? 1 : 0;
    }

    @Test
    void shouldSendALostTokenAgain(@Seed long seed) {
        begin(seed, 3, false);
        RingId ring = cluster.node(0).ring();
        int[] lost = {0};
        cluster.line((from, to, message) -> message instanceof Token && lost[0]++ < 3 ? 0 : 1);
        cluster.submit(1, true);
        cluster.run(3_000);
        assertThat(cluster.allDelivered()).as(run).isTrue();
        assertThat(cluster.node(0).ring()).as("no reason for a new ring; " + run).isEqualTo(ring);
        end();
    }

    @Test
    void shouldGoOnWithoutANodeThatCrashed(@Seed long seed) {
        begin(seed, 5, false);
        RingId ring = cluster.node(0).ring();
        cluster.crash(0); // the leader
        cluster.submit(1, true);
        assertThat(cluster.runUntil(cluster::isOneRing, CHANGE_MILLIS)).as(run).isTrue();
        assertThat(cluster.node(1).members()).isEqualTo(Set.of(1, 2, 3, 4));
        assertThat(cluster.node(1).ring().number()).isGreaterThan(ring.number());
        cluster.run(1_500);
        assertThat(cluster.primaryRings()).as(run).containsExactly(cluster.node(1).ring());
        assertThat(cluster.allDelivered()).isTrue();

        cluster.world().restart(0);
        end();
        assertThat(cluster.node(0).members()).isEqualTo(Set.of(0, 1, 2, 3, 4));
    }

    @Test
    void shouldLetOnlyTheMajorityActAndBringBothTogether(@Seed long seed) {
        begin(seed, 5, false);
        cluster.world().partition(List.of(0, 1), List.of(2, 3, 4));
        cluster.submit(0, true);
        cluster.submit(2, true);
        cluster.run(2 * CHANGE_MILLIS);
        assertThat(cluster.node(0).members()).as(run).isEqualTo(Set.of(0, 1));
        assertThat(cluster.node(4).members()).as(run).isEqualTo(Set.of(2, 3, 4));
        assertThat(cluster.node(0).isPrimary()).as("two of five; " + run).isFalse();
        assertThat(cluster.node(4).isPrimary()).as("three of five; " + run).isTrue();
        assertThat(cluster.allDelivered()).as("both go on in order; " + run).isTrue();

        cluster.world().heal();
        end();
        assertThat(cluster.journal(0).seen())
                .as("what the others said meanwhile is not told afterwards; " + run)
                .doesNotContainAnyElementsOf(cluster.journal(2).submitted());
    }

    @Test
    void shouldLetNobodyActWhenAnEvenClusterIsCutInTwo(@Seed long seed) {
        begin(seed, 4, false);
        cluster.world().partition(List.of(0, 1), List.of(2, 3));
        cluster.run(2 * CHANGE_MILLIS);
        assertThat(cluster.primaryRings()).as(run).isEmpty();
        cluster.world().heal();
        end();
    }

    @Test
    void shouldLetTheTieBreakerDecide(@Seed long seed) {
        begin(seed, 4, true);
        cluster.world().partition(List.of(0, 3), List.of(1, 2));
        cluster.run(2 * CHANGE_MILLIS);
        assertThat(cluster.primaryRings()).as(run).containsExactly(cluster.node(3).ring());
        cluster.world().heal();
        end();
    }

    @Test
    void shouldStopActingWhenItIsCutOffBeforeOthersBegin(@Seed long seed) {
        begin(seed, 5, false);
        RingId ring = cluster.node(0).ring();
        assertThat(cluster.primaryRings()).as(run).containsExactly(ring);
        cluster.world().partition(List.of(0), List.of(1, 2, 3, 4));
        assertThat(cluster.runUntil(() -> cluster.primaryRings().isEmpty(), 1_100))
                .as("a lease after the token stayed away; " + run)
                .isTrue();
        assertThat(cluster.runUntil(() -> cluster.node(4).isPrimary(), CHANGE_MILLIS))
                .as("the majority acts again; " + run)
                .isTrue();
        cluster.world().heal();
        end();
    }

    /** The cluster looks after every event: two rings that may act at one time are an error. */
    @Test
    void shouldNotActBesideOneThatCannotKnowYetThatItIsCutOff(@Seed long seed) {
        int early = 0;
        for (int i = 0; i < 20; i++) {
            early += formsBesideTheOldOne(seed + i) ? 1 : 0;
        }
        assertThat(early).as("the new ring forms while the old one acts; " + run).isGreaterThan(5);
    }

    private boolean formsBesideTheOldOne(long seed) {
        Times standard = Times.standard();
        Duration loss = Duration.ofSeconds(3); // long: the one that is cut off learns it late
        Duration consensus = Duration.ofMillis(200); // short: the others are quick
        var times =
                new Times(standard.resend(), loss, standard.join(), consensus, standard.beacon());
        begin(seed, 5, times, false);
        cluster.world().partition(List.of(0, 1, 2), List.of(3, 4));
        cluster.run(5 * CHANGE_MILLIS);
        RingId old = cluster.node(0).ring();
        assertThat(cluster.primaryRings()).as("three of five; " + run).containsExactly(old);

        cluster.world().partition(List.of(0), List.of(1, 2, 3, 4));
        BooleanSupplier formed =
                () -> cluster.node(1).members().size() > 2 && !cluster.node(1).ring().equals(old);
        assertThat(cluster.runUntil(formed, 5 * CHANGE_MILLIS)).as(run).isTrue();
        boolean oldActs = cluster.node(0).isPrimary();
        assertThat(cluster.runUntil(() -> cluster.node(1).isPrimary(), 5 * CHANGE_MILLIS))
                .as("it acts in the end; " + run)
                .isTrue();
        return oldActs;
    }

    @Test
    void shouldDeliverWhatIsSafeOnlyWhenAllHaveIt(@Seed long seed) {
        begin(seed, 3, false);
        cluster.line((from, to, message) -> message instanceof Data && to == 2 ? 0 : 1);
        cluster.submit(0, false);
        cluster.run(500);
        assertThat(contents(cluster.journal(1).chapter().regular())).as(run).hasSize(1);
        cluster.submit(0, true);
        cluster.submit(0, false);
        cluster.run(2_000);
        assertThat(contents(cluster.journal(1).chapter().regular()))
                .as("node 2 has not got the second, and the third stands behind it; " + run)
                .hasSize(1);
        assertThat(cluster.journal(0).chapter().regular()).as(run).hasSize(1);
        cluster.line((from, to, message) -> 1);
        cluster.run(1_000);
        for (int node = 0; node < 3; node++) {
            assertThat(cluster.journal(node).chapter().regular()).as(run).hasSize(3);
        }
        end();
    }

    @Test
    void shouldBringToAllWhatOneOfThemGot(@Seed long seed) {
        begin(seed, 4, false);
        RingId ring = cluster.node(1).ring();
        cluster.line((from, to, message) -> message instanceof Data && to > 1 ? 0 : 1);
        cluster.submit(0, false);
        assertThat(cluster.runUntil(() -> cluster.journal(1).seen().size() == 1, 1_000)).isTrue();
        cluster.crash(0);
        cluster.line((from, to, message) -> 1);
        end();
        for (int node = 1; node < 4; node++) {
            assertThat(cluster.journal(node).seen())
                    .as("node 1 alone had it from the one that crashed; " + run)
                    .contains("0/1/0");
            assertThat(deliveredIn(node, ring)).as("in the old ring; " + run).contains("0/1/0");
        }
    }

    private List<String> deliveredIn(int node, RingId ring) {
        var contents = new ArrayList<String>();
        for (Chapter chapter : cluster.journal(node).chapters()) {
            if (chapter.ring().equals(ring)) {
                contents.addAll(contents(chapter.regular()));
                contents.addAll(contents(chapter.transitional()));
            }
        }
        return contents;
    }

    @Test
    void shouldBeARingOfItsOwnWhenAlone(@Seed long seed) {
        begin(seed, 3, false);
        cluster.world().partition(List.of(1));
        cluster.submit(1, true);
        cluster.run(2 * CHANGE_MILLIS);
        assertThat(cluster.node(1).members()).as(run).isEqualTo(Set.of(1));
        assertThat(cluster.journal(1).seen()).as("it delivers its own; " + run).hasSize(1);
        assertThat(cluster.node(1).isPrimary()).isFalse();
        cluster.world().heal();
        end();
    }

    @Test
    void shouldNotUseANumberTwice(@Seed long seed) {
        begin(seed, 2, true);
        for (int i = 0; i < 5; i++) {
            RingId before = cluster.node(0).ring();
            cluster.crash(0);
            cluster.crash(1);
            cluster.run(100);
            cluster.world().restart(0);
            cluster.world().restart(1);
            end();
            assertThat(cluster.node(0).ring().number())
                    .as("the disk remembers; " + run)
                    .isGreaterThan(before.number());
        }
    }
}
