package labs.proxy.mysql.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import labs.proxy.balance.Loads;
import labs.proxy.mysql.cluster.ServerView.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How old a replica is, and which one is read; the clock is turned by hand. */
@Timeout(10)
final class LagTest {
    private static final long SECOND = 1_000_000_000;
    // It runs over, as such a clock may; no constant, since the compiler takes that for a mistake.
    private static final long START = Long.valueOf(Long.MAX_VALUE) - 3 * SECOND;

    private final LagClock clock = new LagClock();
    private final Loads loads = new Loads();
    private final Replicas replicas = new Replicas(Duration.ofSeconds(2), loads);

    @Test
    void shouldCountFromTheFirstPositionThatIsMissing() {
        clock.primaryAt(at(10), START);
        clock.primaryAt(at(20), START + SECOND);
        clock.primaryAt(at(30), START + 2 * SECOND);
        long now = START + 5 * SECOND;
        assertThat(clock.lag(at(30), now)).isZero();
        assertThat(clock.lag(at(31), now)).as("seen later than the primary").isZero();
        assertThat(clock.lag(at(25), now)).isEqualTo(Duration.ofSeconds(3));
        assertThat(clock.lag(at(10), now)).isEqualTo(Duration.ofSeconds(4));
        assertThat(clock.lag(at(9), now)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldNotTakeAnOldPositionForANewOne() {
        clock.primaryAt(at(10), START);
        clock.primaryAt(at(10), START + SECOND);
        clock.primaryAt(at(10), START + 2 * SECOND);
        assertThat(clock.lag(at(9), START + 3 * SECOND)).isEqualTo(Duration.ofSeconds(3));
        clock.allReached(at(10));
        clock.primaryAt(at(10), START + 4 * SECOND);
        assertThat(clock.lag(at(10), START + 5 * SECOND)).isZero();
        assertThat(clock.lag(at(9), START + 5 * SECOND)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldSayNothingOfAPrimaryThatItHasNotSeen() {
        assertThat(clock.lag(Gtids.NONE, START)).isZero();
    }

    @Test
    void shouldLookAtEachDomain() {
        clock.primaryAt(Gtids.parse("0-1-10,1-1-5"), START);
        assertThat(clock.lag(Gtids.parse("0-1-10"), START + SECOND))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(clock.lag(Gtids.parse("0-9-10, 1-2-5"), START + SECOND)).isZero();
    }

    @Test
    void shouldKeepNotMoreThanItMay() {
        for (int i = 1; i <= 10_000; i++) {
            clock.primaryAt(at(i), START + i * SECOND);
        }
        assertThat(clock.size()).isLessThanOrEqualTo(LagClock.MOST);
        long now = START + 10_001 * SECOND;
        assertThat(clock.lag(at(0), now))
                .as("the oldest is kept")
                .isEqualTo(Duration.ofSeconds(10_000));
        for (int i = 1; i < 10_000; i += 77) {
            assertThat(clock.lag(at(i), now)).isLessThanOrEqualTo(Duration.ofSeconds(10_000 - i));
        }
        int before = clock.size();
        Duration lag = clock.lag(at(9_500), now);
        clock.allReached(at(9_000));
        assertThat(clock.size()).isLessThan(before);
        assertThat(clock.lag(at(9_500), now)).isEqualTo(lag);
    }

    @Test
    void shouldReadReplicasThatAreNotTooOld() {
        assertThat(replicas.isReadable(view("a", Role.REPLICA, 0))).isTrue();
        assertThat(replicas.isReadable(view("a", Role.REPLICA, 2_000))).isTrue();
        assertThat(replicas.isReadable(view("a", Role.REPLICA, 2_001))).isFalse();
        for (Role role : List.of(Role.PRIMARY, Role.DOWN, Role.FENCED)) {
            assertThat(replicas.isReadable(view("a", role, 0))).isFalse();
        }
    }

    @Test
    void shouldTakeTurnsAmongEquals() {
        var all =
                new Topology(
                        List.of(
                                view("p", Role.PRIMARY, 0),
                                view("a", Role.REPLICA, 0),
                                view("old", Role.REPLICA, 9_000),
                                view("b", Role.REPLICA, 0)));
        var chosen = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            chosen.add(replicas.choose(all, Set.of()).orElseThrow().name());
        }
        assertThat(chosen).containsExactly("a", "b", "a", "b", "a", "b");
        assertThat(replicas.choose(all, Set.of("a", "b")))
                .as("old ones do not do instead")
                .isEmpty();
    }

    @Test
    void shouldChooseTheOneWithTheFewestConnections() {
        var all = new Topology(List.of(view("a", Role.REPLICA, 0), view("b", Role.REPLICA, 0)));
        loads.opened("a");
        loads.opened("a");
        loads.opened("b");
        for (int i = 0; i < 3; i++) {
            assertThat(replicas.choose(all, Set.of()).orElseThrow().name()).isEqualTo("b");
        }
        assertThat(replicas.choose(all, Set.of("b")).orElseThrow().name()).isEqualTo("a");
        loads.opened("b");
        loads.opened("b");
        assertThat(replicas.choose(all, Set.of()).orElseThrow().name()).isEqualTo("a");
    }

    private static Gtids at(long sequence) {
        return Gtids.parse("0-1-" + sequence);
    }

    private static ServerView view(String name, Role role, int lagMillis) {
        return new ServerView(name, new InetSocketAddress(1), role, Duration.ofMillis(lagMillis));
    }
}
