package labs.zookeeper.zab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import labs.kit.LabTest;
import labs.kit.Seed;
import labs.kit.sim.Weather;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(30)
class ZabStoriesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static ZabCluster three(long seed) {
        return new ZabCluster(seed, 3, Weather.fair());
    }

    @Test
    void shouldElectOnePrimaryAndDeliverWhatItBroadcastsEverywhere(@Seed long seed) {
        ZabCluster cluster = three(seed);
        int primary = cluster.awaitPrimary();

        assertThat(cluster.add(primary, 2)).isEqualTo(2);
        assertThat(cluster.add(primary, 3)).isEqualTo(5);

        cluster.awaitValueEverywhere(5);
        assertThat(cluster.primaries()).containsExactly(primary);
    }

    @Test
    void shouldElectTheHighestNumberWhenNobodyHasHistory(@Seed long seed) {
        assertThat(three(seed).awaitPrimary()).isEqualTo(2);
    }

    @Test
    void shouldDeliverInTheOrderOfThePrimaryThoughMessagesOvertake(@Seed long seed) {
        ZabCluster cluster = three(seed);
        int primary = cluster.awaitPrimary();
        for (int i = 0; i < 50; i++) {
            cluster.call(primary, 1);
        }
        cluster.awaitValueEverywhere(50);

        assertThat(cluster.invariants().delivered())
                .extracting(Transaction::value)
                .isSorted()
                .hasSize(50);
    }

    @Test
    void shouldGoOnWithAllThatWasCommittedWhenThePrimaryCrashes(@Seed long seed) {
        ZabCluster cluster = three(seed);
        int first = cluster.awaitPrimary();
        cluster.add(first, 7);
        cluster.world().crash(first);
        int second = cluster.awaitPrimaryAmong(cluster.allBut(first));

        assertThat(cluster.add(second, 1)).as("the 7 of the first primary counts").isEqualTo(8);
    }

    @Test
    void shouldLetANodeCatchUpThatWasDown(@Seed long seed) {
        ZabCluster cluster = three(seed);
        int primary = cluster.awaitPrimary();
        int late = cluster.allBut(primary).get(0);
        cluster.world().crash(late);
        cluster.add(primary, 4);
        cluster.world().restart(late);

        cluster.awaitValueEverywhere(4);
        assertThat(cluster.primaries()).as("nobody had to be elected").containsExactly(primary);
    }

    @Test
    void shouldCommitNothingWithoutAMajority(@Seed long seed) {
        ZabCluster cluster = three(seed);
        int primary = cluster.awaitPrimary();
        cluster.allBut(primary).forEach(cluster.world()::crash);
        var sum = cluster.call(primary, 1);
        cluster.run(SECOND.multipliedBy(3));

        assertThat(sum).isCompletedExceptionally();
        assertThatThrownBy(sum::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(OutcomeUnknownException.class);
        assertThat(cluster.primaries()).as("it noticed, and does not lead any more").isEmpty();
        assertThat(cluster.invariants().delivered()).isEmpty();
    }

    @Test
    void shouldCutOffWhatAPrimaryBroadcastToNobody(@Seed long seed) {
        ZabCluster cluster = three(seed);
        int old = cluster.awaitPrimary();
        cluster.add(old, 1);
        cluster.world().partition(Set.of(old), cluster.allBut(old));
        var lost = cluster.call(old, 100);
        int next = cluster.awaitPrimaryAmong(cluster.allBut(old));
        cluster.add(next, 10);
        cluster.world().heal();

        cluster.awaitValueEverywhere(11);
        assertThat(lost).isCompletedExceptionally();
        assertThat(cluster.zab(old).log()).isEqualTo(cluster.zab(next).log());
    }

    @Test
    void shouldPreferTheNewerEpochToTheLongerLog(@Seed long seed) {
        ZabCluster cluster = three(seed);
        int old = cluster.awaitPrimary();
        cluster.world().partition(Set.of(old), cluster.allBut(old));
        for (int i = 0; i < 9; i++) {
            cluster.call(old, 100); // only on its own disk
        }
        int next = cluster.awaitPrimaryAmong(cluster.allBut(old));
        cluster.add(next, 1);
        cluster.world().crash(next);
        cluster.world().heal();
        cluster.awaitPrimaryAmong(cluster.allBut(next));

        cluster.awaitValueEverywhere(1);
    }

    @Test
    void shouldKeepWhatWasCommittedWhenThePowerFailsEverywhere(@Seed long seed) {
        for (int run = 0; run < 50; run++) {
            ZabCluster cluster = three(seed + run);
            cluster.add(cluster.awaitPrimary(), 5);
            cluster.all().forEach(cluster.world()::crash);
            cluster.all().forEach(cluster.world()::restart);
            cluster.awaitPrimary();
            cluster.awaitValueEverywhere(5);
        }
    }

    @Test
    void shouldNeverLeadTheSameEpochTwiceThoughThePowerFailsAgainAndAgain(@Seed long seed) {
        ZabCluster cluster = three(seed);
        for (int round = 1; round <= 10; round++) {
            cluster.add(cluster.awaitPrimary(), 1);
            assertThat(cluster.invariants().primaries()).as("epochs so far").isEqualTo(round);
            cluster.all().forEach(cluster.world()::crash);
            cluster.all().forEach(cluster.world()::restart);
        }
    }

    @Test
    void shouldRefuseClientsWhereItIsNotPrimary(@Seed long seed) {
        ZabCluster cluster = three(seed);
        int primary = cluster.awaitPrimary();
        int other = cluster.allBut(primary).get(0);

        for (var call : List.of(cluster.call(other, 1), cluster.call(other, 0))) {
            assertThatThrownBy(call::join).hasCauseInstanceOf(NotPrimaryException.class);
        }
    }

    @Test
    void shouldAnswerNoReadWhileAnotherMayBePrimary(@Seed long seed) {
        ZabCluster cluster = three(seed);
        int old = cluster.awaitPrimary();
        cluster.add(old, 1);
        cluster.world().partition(Set.of(old), cluster.allBut(old));
        var counter = cluster.counter(old).orElseThrow();
        var read = cluster.call(old, 0);
        int next = cluster.awaitPrimaryAmong(cluster.allBut(old));
        cluster.add(next, 1);

        assertThat(counter.peek()).as("the local answer is old by now").isEqualTo(1);
        cluster.await("the old primary gives up", read::isDone);
        assertThat(read).as("and it said nothing rather than that").isCompletedExceptionally();
    }
}
