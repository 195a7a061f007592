package labs.compute.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class EventWindowsTest {
    private final EventWindows<String> windows = new EventWindows<>(new WindowAssigner(10, 5));

    @Test
    void shouldAssignATimeToOneTumblingWindow() {
        var tumbling = new WindowAssigner(10, 10);
        assertThat(tumbling.windowsOf(0)).containsExactly(new Window(0, 10));
        assertThat(tumbling.windowsOf(9)).containsExactly(new Window(0, 10));
        assertThat(tumbling.windowsOf(10))
                .as("the end is not in")
                .containsExactly(new Window(10, 20));
        assertThat(tumbling.windowsOf(-1)).as("before 1970").containsExactly(new Window(-10, 0));
    }

    @Test
    void shouldAssignATimeToEachSlidingWindowThatHoldsIt() {
        assertThat(new WindowAssigner(10, 5).windowsOf(12))
                .containsExactly(new Window(5, 15), new Window(10, 20));
        assertThat(new WindowAssigner(10, 5).windowsOf(0))
                .containsExactly(new Window(-5, 5), new Window(0, 10));
        assertThat(new WindowAssigner(10, 4).windowsOf(9))
                .as("a slide that does not divide the size")
                .containsExactly(new Window(0, 10), new Window(4, 14), new Window(8, 18));
    }

    @Test
    void shouldAgreeWithTryingEveryWindow() {
        var random = new Random(5);
        for (int i = 0; i < 500; i++) {
            long slide = 1 + random.nextInt(9);
            var assigner = new WindowAssigner(slide + random.nextInt(20), slide);
            long time = random.nextInt(200) - 100;
            List<Window> all =
                    LongStream.rangeClosed(-200, 200)
                            .map(start -> start * slide)
                            .filter(start -> start <= time && time < start + assigner.size())
                            .mapToObj(start -> new Window(start, start + assigner.size()))
                            .toList();
            assertThat(assigner.windowsOf(time)).as("%s, time %d", assigner, time).isEqualTo(all);
        }
    }

    @Test
    void shouldFireAWindowWhenTheWatermarkReachesItsEnd() {
        windows.add("a", 7);
        assertThat(windows.advance(9)).as("9 may still come").isEmpty();
        assertThat(windows.advance(10))
                .containsExactly(
                        new EventWindows.Fired<>(new Window(0, 10), List.of("a"), List.of()));
        assertThat(windows.advance(10)).as("each window fires once").isEmpty();
        assertThat(windows.advance(15))
                .as("the last window of a")
                .containsExactly(
                        new EventWindows.Fired<>(new Window(5, 15), List.of("a"), List.of("a")));
        assertThat(windows.openWindows()).as("windows kept").isZero();
    }

    @Test
    void shouldFireWindowsInTheOrderOfTheirEnds() {
        windows.add("late in time", 22);
        windows.add("early in time", 3);
        assertThat(windows.advance(100))
                .extracting(fired -> fired.window().end())
                .containsExactly(5L, 10L, 25L, 30L);
    }

    @Test
    void shouldTakeALateItemIntoTheWindowsThatAreStillOpen() {
        windows.advance(10);
        assertThat(windows.add("for one of two", 8)).as("[0,10) fired, [5,15) did not").isTrue();
        assertThat(windows.add("for none", 4)).as("[-5,5) and [0,10) fired").isFalse();
        assertThat(windows.advance(20))
                .containsExactly(
                        new EventWindows.Fired<>(
                                new Window(5, 15),
                                List.of("for one of two"),
                                List.of("for one of two")));
    }

    @Test
    void shouldNotLetTheWatermarkFall() {
        windows.advance(20);
        windows.advance(1);
        assertThat(windows.add("a", 3)).as("[0,10) is over").isFalse();
    }

    @Test
    void shouldHoldTheWatermarkWhereTheLastInputIs() {
        var watermark = new Watermark(List.of(1, 2), 10);
        watermark.observe(1, 1_000);
        assertThat(watermark.current()).as("task 2 was not heard yet").isEqualTo(Long.MIN_VALUE);
        watermark.observe(2, 500);
        assertThat(watermark.current()).as("task 2 is at 500, lag 10").isEqualTo(490);
        watermark.observe(2, 2_000);
        assertThat(watermark.current()).as("task 1 is at 1000, lag 10").isEqualTo(990);
        watermark.observe(1, 3);
        assertThat(watermark.current()).as("a watermark does not fall").isEqualTo(990);
    }

    @Test
    void shouldRefuseTheProgressOfAStranger() {
        var watermark = new Watermark(List.of(1, 2), 10);
        assertThatThrownBy(() -> watermark.observe(3, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3");
    }
}
