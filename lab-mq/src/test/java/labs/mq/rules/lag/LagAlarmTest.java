package labs.mq.rules.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(30)
final class LagAlarmTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private final LagAlarm alarm =
            new LagAlarm(Duration.ofSeconds(60), Duration.ofSeconds(20), Duration.ofSeconds(30));

    private boolean rings(int members, int oldestSeconds, int atSecond) {
        var lag = new GroupLag(members, 7, Duration.ofSeconds(oldestSeconds));
        return alarm.check(lag, START.plusSeconds(atSecond)).isPresent();
    }

    @Test
    void shouldRingAtOneMarkAndFallSilentAtALowerOne() {
        var rings = new ArrayList<Boolean>();
        int second = 0;
        for (int age : List.of(10, 59, 60, 59, 61, 40, 21, 20, 40, 59, 60)) {
            rings.add(rings(1, age, second++));
        }
        assertThat(rings)
                .as("between the marks it stays as it was")
                .containsExactly(
                        false, false, true, true, true, true, true, false, false, false, true);
    }

    @Test
    void shouldJudgeByAgeAndNotByCount() {
        var many = new GroupLag(1, 5_000_000, Duration.ofSeconds(3));
        assertThat(alarm.check(many, START)).as("a busy topic").isEmpty();
        var few = new GroupLag(1, 1, Duration.ofHours(2));
        assertThat(alarm.check(few, START)).as("one record, stuck").isPresent();
    }

    @Test
    void shouldRingWhenNobodyIsThereForLongerThanARestartTakes() {
        assertThat(rings(0, 1, 0)).isFalse();
        assertThat(rings(0, 1, 30)).isFalse();
        assertThat(rings(0, 1, 31)).as("absent for 31 s").isTrue();
        assertThat(rings(1, 1, 32)).as("somebody is there").isFalse();
        assertThat(rings(0, 1, 33)).as("absent anew").isFalse();
        assertThat(rings(0, 1, 64)).isTrue();
        var absent = new GroupLag(0, 7, Duration.ofSeconds(1));
        assertThat(alarm.check(absent, START.plusSeconds(65)).orElseThrow())
                .contains("nobody reads");
    }

    @Test
    void shouldRefuseMarksThatWouldFlap() {
        Duration same = Duration.ofSeconds(60);
        assertThatThrownBy(() -> new LagAlarm(same, same, same))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
