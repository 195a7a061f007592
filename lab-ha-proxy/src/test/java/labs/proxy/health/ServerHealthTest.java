package labs.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class ServerHealthTest {
    private static final int FULL = 10 * ServerHealth.SCALE;

    private final Hand clock = new Hand();

    @Test
    void shouldBeginUpWithItsWholeWeight() {
        ServerHealth health = health(2, 3, 30, 0, false);
        assertThat(health.state()).isEqualTo(State.UP);
        assertThat(health.weight()).as("slow start is for those that come back").isEqualTo(FULL);
    }

    @Test
    void shouldGoDownAfterSoManyFailuresInARow() {
        ServerHealth health = health(2, 3, 0, 0, false);
        run(health, "--");
        assertThat(health.state()).isEqualTo(State.UP_GOING_DOWN);
        assertThat(health.weight()).as("it gets its share until it is down").isEqualTo(FULL);
        run(health, "-");
        assertThat(health.state()).isEqualTo(State.DOWN);
        assertThat(health.weight()).isZero();
    }

    @Test
    void shouldCountFailuresAnewAfterAPassedCheck() {
        ServerHealth health = health(2, 3, 0, 0, false);
        run(health, "--+--+--+");
        assertThat(health.state()).isEqualTo(State.UP);
    }

    @Test
    void shouldComeUpAfterSoManyPassedChecksInARow() {
        ServerHealth health = health(3, 1, 0, 0, false);
        run(health, "-++");
        assertThat(health.state()).isEqualTo(State.DOWN_GOING_UP);
        assertThat(health.weight()).isZero();
        run(health, "-");
        assertThat(health.state()).isEqualTo(State.DOWN);
        run(health, "++");
        assertThat(health.state())
                .as("two passed, three failed or passed in all: only a row counts")
                .isEqualTo(State.DOWN_GOING_UP);
        run(health, "+");
        assertThat(health.state()).isEqualTo(State.UP);
    }

    @Test
    void shouldSayTheSameAsCountingTheLastChecks() {
        var random = new Random(4);
        for (int i = 0; i < 200; i++) {
            int rise = 1 + random.nextInt(4);
            int fall = 1 + random.nextInt(4);
            ServerHealth health = health(rise, fall, 0, 0, false);
            var last = new ArrayDeque<Boolean>();
            boolean up = true;
            for (int step = 0; step < 100; step++) {
                boolean passed = random.nextBoolean();
                run(health, passed ? "+" : "-");
                last.addFirst(passed);
                boolean turns =
                        passed != up
                                && last.stream().limit(up ? fall : rise).allMatch(p -> p == passed)
                                && last.size() >= (up ? fall : rise);
                up ^= turns;
                assertThat(health.state().isUp())
                        .as("rise %d, fall %d, latest first: %s", rise, fall, last)
                        .isEqualTo(up);
            }
        }
    }

    @Test
    void shouldGrowEvenlyInSlowStart() {
        ServerHealth health = health(1, 1, 20, 0, false);
        run(health, "-+");
        assertThat(health.weight()).as("at least 1, or nobody would try it").isEqualTo(1);
        clock.advance(Duration.ofSeconds(5));
        assertThat(health.weight()).isEqualTo(FULL / 4);
        clock.advance(Duration.ofSeconds(5));
        assertThat(health.weight()).isEqualTo(FULL / 2);
        clock.advance(Duration.ofSeconds(10));
        assertThat(health.weight()).isEqualTo(FULL);
        clock.advance(Duration.ofDays(400));
        assertThat(health.weight()).isEqualTo(FULL);
    }

    @Test
    void shouldGoOnWithSlowStartWhenMoreChecksPass() {
        ServerHealth health = health(1, 2, 20, 0, false);
        run(health, "--+");
        clock.advance(Duration.ofSeconds(10));
        run(health, "+-+");
        assertThat(health.weight()).as("it did not come back a second time").isEqualTo(FULL / 2);
        run(health, "--+");
        assertThat(health.weight()).as("now it did").isEqualTo(1);
    }

    @Test
    void shouldKeepAServerOfWeightZeroAtZero() {
        var rules = new Rules(1, 1, 0, Duration.ofSeconds(20), 0, false);
        var health = new ServerHealth(rules, clock);
        run(health, "-+");
        assertThat(health.weight()).isZero();
    }

    @Test
    void shouldTakeErrorsOfTrafficForAFailedCheck() {
        ServerHealth health = health(2, 2, 0, 3, false);
        run(health, "eee");
        assertThat(health.state()).isEqualTo(State.UP_GOING_DOWN);
        run(health, "ee");
        assertThat(health.state()).as("counted anew").isEqualTo(State.UP_GOING_DOWN);
        run(health, "e");
        assertThat(health.state()).isEqualTo(State.DOWN);
    }

    @Test
    void shouldCountErrorsAnewAfterAnAnswer() {
        ServerHealth health = health(2, 1, 0, 3, true);
        run(health, "eeaeeaee");
        assertThat(health.state()).isEqualTo(State.UP);
        run(health, "e");
        assertThat(health.state()).isEqualTo(State.DOWN);
    }

    @Test
    void shouldGoDownAtOnceWhereTheRulesSaySo() {
        ServerHealth health = health(2, 5, 0, 3, true);
        run(health, "eee");
        assertThat(health.state()).isEqualTo(State.DOWN);
    }

    @Test
    void shouldNotComeUpByTraffic() {
        ServerHealth health = health(1, 1, 0, 2, true);
        run(health, "-aaaa");
        assertThat(health.state()).as("only checks bring it up").isEqualTo(State.DOWN);
    }

    @Test
    void shouldNotCountWhatWasUnderWayWhenItWentDown() {
        ServerHealth health = health(2, 1, 0, 3, true);
        run(health, "-+eee");
        assertThat(health.state())
                .as("errors of a server that is down do not break its row of passed checks")
                .isEqualTo(State.DOWN_GOING_UP);
        run(health, "+ee");
        assertThat(health.state()).as("nor do they count when it is up again").isEqualTo(State.UP);
    }

    @Test
    void shouldNotLookAtTrafficUnlessTold() {
        ServerHealth health = health(1, 1, 0, 0, true);
        run(health, "eeeeeeeeeeeee");
        assertThat(health.state()).isEqualTo(State.UP);
    }

    @Test
    void shouldRefuseRulesThatCannotBe() {
        assertThatThrownBy(() -> new Rules(0, 1, 1, Duration.ZERO, 0, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rules(1, 1, -1, Duration.ZERO, 0, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private ServerHealth health(int rise, int fall, int slowSeconds, int limit, boolean markDown) {
        Duration slowstart = Duration.ofSeconds(slowSeconds);
        return new ServerHealth(new Rules(rise, fall, 10, slowstart, limit, markDown), clock);
    }

    /** Plus and minus are checks, a is an answer to a client, and e an error. */
    private static void run(ServerHealth health, String events) {
        for (char event : events.toCharArray()) {
            switch (event) {
                case '+' -> health.passed();
                case '-' -> health.failed();
                case 'a' -> health.answered();
                default -> health.erred();
            }
        }
    }
}
