package labs.proxy.totem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class QuorumTest {
    private final Quorum five = quorum(5, false);

    private static final Duration LEASE = Duration.ofSeconds(1);

    private Quorum quorum(int nodes, boolean tieBreaker) {
        var all = new TreeSet<Integer>();
        for (int node = 0; node < nodes; node++) {
            all.add(node);
        }
        return new Quorum(all, tieBreaker, LEASE);
    }

    private Duration at(long millis) {
        return Duration.ofMillis(millis);
    }

    @Test
    void shouldAskForMoreThanHalf() {
        assertThat(five.hasVotes(Set.of(0, 1))).isFalse();
        assertThat(five.hasVotes(Set.of(2, 3, 4))).isTrue();
        assertThat(quorum(4, false).hasVotes(Set.of(0, 1))).as("half is not more").isFalse();
    }

    @Test
    void shouldBreakATieForTheLowest() {
        Quorum four = quorum(4, true);
        assertThat(four.hasVotes(Set.of(0, 3))).isTrue();
        assertThat(four.hasVotes(Set.of(1, 2))).isFalse();
        assertThat(quorum(5, true).hasVotes(Set.of(0, 1))).as("that is no tie").isFalse();
    }

    @Test
    void shouldWaitALeaseBeforeItActs() {
        five.formed(Set.of(0, 1, 2), at(5_000));
        five.visited(at(5_900));
        five.visited(at(5_950));
        assertThat(five.isPrimary(at(5_999)))
                .as("one of the old ring may still believe in itself")
                .isFalse();
        assertThat(five.isPrimary(at(6_000))).isTrue();
    }

    @Test
    void shouldLoseItsLeaseWhenTheTokenStaysAway() {
        five.formed(Set.of(0, 1, 2), at(0));
        five.visited(at(5_000));
        assertThat(five.isPrimary(at(5_000))).as("there was only one visit").isFalse();
        five.visited(at(5_100));
        assertThat(five.isPrimary(at(5_999))).isTrue();
        assertThat(five.isPrimary(at(6_000)))
                .as("the others may have left right after the visit before the last")
                .isFalse();
    }

    @Test
    void shouldBeNothingOutsideOfARing() {
        five.formed(Set.of(0, 1, 2), at(0));
        five.visited(at(5_000));
        five.visited(at(5_001));
        five.left();
        assertThat(five.isPrimary(at(5_002))).isFalse();
        five.formed(Set.of(0, 1, 2), at(5_003));
        assertThat(five.isPrimary(at(5_004))).as("visits of the old ring").isFalse();
    }

    @Test
    void shouldNotActWithoutVotes() {
        five.formed(Set.of(0, 1), at(0));
        five.visited(at(5_000));
        five.visited(at(5_001));
        assertThat(five.isPrimary(at(5_002))).isFalse();
    }
}
