package labs.proxy.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clock is turned by hand, and runs over the end of a long. */
@Timeout(60)
final class RateTest {
    private static final long START = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(2);

    private final LongAdder adder = new LongAdder();
    private final Rate rate = new Rate(adder, START);

    private static long at(long millis) {
        return START + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void shouldBeNothingBeforeAnythingCame() {
        assertThat(rate.perSecond(at(500))).isZero();
        rate.tick(at(1000));
        assertThat(rate.most(at(1500))).isZero();
        assertThat(rate.secondsSinceLast(at(1500))).isEqualTo(-1);
    }

    @Test
    void shouldSeeABurstAtOnce() {
        adder.add(40);
        assertThat(rate.perSecond(at(10))).isEqualTo(40);
        assertThat(rate.most(at(10))).isEqualTo(40);
    }

    @Test
    void shouldBeSteadyWhereThingsComeEvenly() {
        for (int tenth = 1; tenth <= 60; tenth++) {
            adder.add(5);
            if (tenth % 10 == 0) {
                rate.tick(at(tenth * 100));
            }
            if (tenth >= 10) {
                assertThat(rate.perSecond(at(tenth * 100))).isEqualTo(50);
            }
        }
        assertThat(rate.most(at(6000))).isEqualTo(50);
    }

    @Test
    void shouldLetTheSecondBeforeFade() {
        adder.add(100);
        rate.tick(at(1000));
        assertThat(rate.perSecond(at(1000))).isEqualTo(100);
        assertThat(rate.perSecond(at(1250))).isEqualTo(75);
        adder.add(3);
        assertThat(rate.perSecond(at(1500))).isEqualTo(53);
        rate.tick(at(2000));
        assertThat(rate.perSecond(at(2000))).isEqualTo(3);
        assertThat(rate.most(at(2000))).isEqualTo(100);
        rate.tick(at(3000));
        assertThat(rate.perSecond(at(3000))).isZero();
        assertThat(rate.most(at(3000))).as("stays").isEqualTo(100);
    }

    @Test
    void shouldNotTakeALateLookForAHigherRate() {
        adder.add(100);
        assertThat(rate.perSecond(at(4000))).as("100 in 4 s").isEqualTo(25);
        rate.tick(at(4000));
        assertThat(rate.perSecond(at(4000))).isEqualTo(25);
        assertThat(rate.most(at(4000))).isEqualTo(25);
    }

    @Test
    void shouldSayHowLongThereWasNone() {
        adder.increment();
        assertThat(rate.secondsSinceLast(at(900))).as("since the last look").isZero();
        rate.tick(at(1000));
        rate.tick(at(2000));
        rate.tick(at(3000));
        assertThat(rate.secondsSinceLast(at(3999))).isEqualTo(2);
        adder.increment();
        assertThat(rate.secondsSinceLast(at(3999))).isZero();
    }
}
