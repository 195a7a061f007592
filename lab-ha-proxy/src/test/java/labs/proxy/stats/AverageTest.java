package labs.proxy.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class AverageTest {
    private final Average average = new Average();

    private void add(int times, long millis) {
        for (int i = 0; i < times; i++) {
            average.add(Duration.ofMillis(millis).toNanos());
        }
    }

    @Test
    void shouldBeNothingBeforeAnythingCame() {
        assertThat(average.millis()).isZero();
    }

    @Test
    void shouldBeTheMeanOfTheFirst() {
        add(1, 10);
        assertThat(average.millis()).isEqualTo(10);
        add(1, 20);
        assertThat(average.millis()).isEqualTo(15);
        add(Average.WINDOW - 2, 15);
        assertThat(average.millis()).isEqualTo(15);
    }

    @Test
    void shouldStayWhereAllAreTheSame() {
        add(10 * Average.WINDOW, 7);
        assertThat(average.millis()).isEqualTo(7);
    }

    @Test
    void shouldForgetWhatIsLongAgo() {
        add(Average.WINDOW, 1000);
        add(Average.WINDOW, 0);
        assertThat(average.millis())
                .as("after one window: 1/e of what was")
                .isCloseTo(Math.round(1000 / Math.E), offset(2L));
        add(Average.WINDOW, 0);
        assertThat(average.millis()).as("after 1024").isCloseTo(135, offset(2L));
        add(10 * Average.WINDOW, 0);
        assertThat(average.millis()).isZero();
    }

    @Test
    void shouldCountPartsOfMilliseconds() {
        for (int i = 0; i < 4; i++) {
            average.add(Duration.ofNanos(600_000).toNanos());
        }
        assertThat(average.millis()).as("0.6 ms").isEqualTo(1);
    }

    @Test
    void shouldTakeTimesThatCannotBe() {
        average.add(-5);
        assertThat(average.millis()).isZero();
        for (int i = 0; i < 2 * Average.WINDOW; i++) {
            average.add(Long.MAX_VALUE);
        }
        assertThat(Duration.ofMillis(average.millis())).isGreaterThan(Duration.ofDays(200));
    }

    @Test
    void shouldLoseNothingAmongThreads() throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            threads.add(new Thread(() -> add(Average.WINDOW / 4, 8), "adds-" + i));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(average.millis()).isEqualTo(8);
        add(1, 8 + 8 * Average.WINDOW);
        assertThat(average.millis()).as("the window is full by now").isEqualTo(16);
    }
}
