package labs.memory.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two hundred keys are cached at once: after a restart, or a sale that begins. */
final class AvalancheTest extends PatternTest {
    private static final int KEYS = 200;

    @BeforeEach
    void fill() {
        Map<String, String> rows =
                IntStream.range(0, KEYS)
                        .boxed()
                        .collect(Collectors.toMap(i -> "p:" + i, i -> "v" + i));
        table.storeAll(rows);
    }

    @Test
    void shouldAskForAllKeysInOneSecondWhenAllExpireTogether() {
        assertThat(mostSelectsInASecond(() -> 60)).isEqualTo(KEYS);
    }

    @Test
    void shouldSpreadTheQueriesWhenEachExpiryIsAnother(Random random) {
        var jitter = new JitteredExpiry(60, 0.5);
        assertThat(mostSelectsInASecond(() -> jitter.next(random)))
                .as("200 keys over 60 seconds, in the worst of them")
                .isLessThan(25);
    }

    private long mostSelectsInASecond(IntSupplier expiry) {
        readAll(expiry);
        long most = 0;
        for (int second = 0; second < 100; second++) {
            passSeconds(1);
            beginCounting();
            readAll(() -> 1_000); // each counts once
            most = Math.max(most, selects());
        }
        return most;
    }

    private void readAll(IntSupplier expiry) {
        for (int i = 0; i < KEYS; i++) {
            new CacheAside(cache, table, expiry.getAsInt()).get("p:" + i);
        }
    }

    @Test
    void shouldStayWithinItsPart(Random random) {
        var jitter = new JitteredExpiry(100, 0.2);
        int[] drawn = random.ints(2_000).map(i -> jitter.next(random)).toArray();
        assertThat(IntStream.of(drawn)).allMatch(seconds -> seconds >= 80 && seconds <= 120);
        assertThat(IntStream.of(drawn).min().orElseThrow()).isLessThan(85);
        assertThat(IntStream.of(drawn).max().orElseThrow()).isGreaterThan(115);
        assertThat(new JitteredExpiry(100, 0).next(random)).isEqualTo(100);
    }

    @Test
    void shouldNeverBeForEver(Random random) {
        var jitter = new JitteredExpiry(1, 1);
        assertThat(random.ints(500).map(i -> jitter.next(random))).allMatch(s -> s >= 1);
        assertThatIllegalArgumentException().isThrownBy(() -> new JitteredExpiry(0, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> new JitteredExpiry(9, 1.1));
    }
}
