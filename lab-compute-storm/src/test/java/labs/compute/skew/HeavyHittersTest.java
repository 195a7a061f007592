package labs.compute.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class HeavyHittersTest {
    private static final long[] KEYS = new Zipf(5_000, 1.2, 9).keys(60_000);
    private static final Map<Long, Long> EXACT = BalanceTest.exact(KEYS);

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100, 10_000})
    void shouldCountNeverTooMuchAndALittleTooFew(int counters) {
        var hitters = new HeavyHitters(counters);
        for (long key : KEYS) {
            hitters.add(key);
        }
        assertBounds(hitters, counters);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100})
    void shouldAddUpWhatSendersHaveSeen(int counters) {
        var merged = new HeavyHitters(counters);
        int part = KEYS.length / 6;
        for (int from = 0; from < KEYS.length; from += part) {
            var sender = new HeavyHitters(counters);
            for (long key : Arrays.copyOfRange(KEYS, from, from + part)) {
                sender.add(key);
            }
            merged.addAll(sender);
        }
        assertBounds(merged, counters);
    }

    private static void assertBounds(HeavyHitters hitters, int counters) {
        assertThat(hitters.rows()).isEqualTo(KEYS.length);
        int remembered = 0;
        for (var entry : EXACT.entrySet()) {
            long atLeast = hitters.atLeast(entry.getKey());
            remembered += atLeast > 0 ? 1 : 0;
            assertThat(atLeast)
                    .as("count of key %d, %d counters", entry.getKey(), counters)
                    .isBetween(Math.max(0, entry.getValue() - hitters.error()), entry.getValue());
        }
        assertThat(remembered).as("keys remembered").isLessThanOrEqualTo(counters);
    }

    @Test
    void shouldMissNoHotKey() {
        var hitters = new HeavyHitters(200);
        for (long key : KEYS) {
            hitters.add(key);
        }
        for (double share : new double[] {0.2, 0.05, 0.01}) {
            long least = (long) Math.ceil(share * KEYS.length);
            assertThat(hitters.hot(share))
                    .as("keys with a share of %s", share)
                    .containsAll(
                            EXACT.keySet().stream().filter(k -> EXACT.get(k) >= least).toList())
                    .allMatch(key -> EXACT.get(key) >= least - hitters.error());
        }
    }

    @Test
    void shouldFindAKeyThatComesLastThough() {
        var hitters = new HeavyHitters(3);
        for (long key = 0; key < 1_000; key++) {
            hitters.add(key);
        }
        for (int i = 0; i < 2_000; i++) {
            hitters.add(-5);
        }
        assertThat(hitters.hot(0.5)).as("two of three rows have the key -5").containsExactly(-5L);
    }

    @Test
    void shouldRefuseToTellMoreKeysThanItCanCount() {
        assertThatThrownBy(() -> new HeavyHitters(9).hot(0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("9 counters");
        assertThat(new HeavyHitters(10).hot(0.1)).as("hot keys of nothing").isEmpty();
    }
}
