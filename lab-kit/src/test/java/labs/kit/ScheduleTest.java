package labs.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(5)
final class ScheduleTest {

    @Test
    void shouldBeTheSameForTheSameSeed(@Seed long seed) {
        assertThat(random(seed)).isEqualTo(random(seed));
        assertThat(random(seed)).isNotEqualTo(random(seed + 1));
    }

    @Test
    void shouldRunForwardInTimeAndEndHealed(@Seed long seed) {
        Schedule schedule = random(seed);
        assertThat(schedule.steps()).hasSize(40).extracting(Schedule.Step::at).isSorted();
        assertThat(schedule.steps().get(39).fault()).isEqualTo(new Fault.Heal());
        assertThat(schedule.steps().get(39).at()).isLessThan(Duration.ofSeconds(10));
    }

    private static Schedule random(long seed) {
        return Schedule.random(
                seed, 20, Duration.ofSeconds(10), new Fault.Cut(), new Fault.LoseReplies(1));
    }
}
