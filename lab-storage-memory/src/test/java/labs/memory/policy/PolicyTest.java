package labs.memory.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import labs.kit.LabTest;
import labs.kit.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(120)
final class PolicyTest {
    private static final int KEYS = 20_000;
    private static final int LENGTH = 300_000;
    private static final int CAPACITY = KEYS / 20;

    @Test
    void shouldHitMoreOftenTheMoreItKnows(@Seed long seed) {
        compare(each -> Traces.zipf(seed, KEYS, LENGTH, each));
    }

    @Test
    void shouldHitMoreOftenThoughReportsReadEverythingOnce(@Seed long seed) {
        compare(each -> Traces.zipfWithScans(seed, KEYS, LENGTH, each));
    }

    private static void compare(Consumer<LongConsumer> trace) {
        double lru = hitRate(trace, new LeastRecentlyUsed(CAPACITY));
        double segmented = hitRate(trace, new HotWarmCold(CAPACITY));
        double tiny = hitRate(trace, new TinyLfu(CAPACITY));
        double caffeine = hitRate(trace, caffeine());
        assertThat(segmented).as("segments, beside %s of the LRU", lru).isGreaterThan(lru + 0.01);
        assertThat(tiny)
                .as("TinyLFU, beside %s of segments", segmented)
                .isGreaterThan(segmented + 0.01);
        assertThat(tiny)
                .as("TinyLFU, beside %s of Caffeine", caffeine)
                .isGreaterThan(caffeine - 0.02);
    }

    private static double hitRate(Consumer<LongConsumer> trace, EvictionPolicy policy) {
        int[] counts = new int[2];
        trace.accept(
                key -> {
                    counts[0]++;
                    counts[1] += policy.access(key) ? 1 : 0;
                });
        return (double) counts[1] / counts[0];
    }

    private static EvictionPolicy caffeine() {
        Cache<Long, Boolean> cache =
                Caffeine.newBuilder().maximumSize(CAPACITY).executor(Runnable::run).build();
        return key -> {
            boolean there = cache.getIfPresent(key) != null;
            cache.put(key, true);
            return there;
        };
    }

    @Test
    void shouldNeverSayThatAKeyWasSeenLessOftenThanItWas(Random random) {
        FrequencySketch sketch = new FrequencySketch(1_000);
        Map<Long, Integer> counts = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            long key = (long) Math.abs(random.nextGaussian() * 200);
            sketch.count(key);
            counts.merge(key, 1, Integer::sum);
        }
        int exact = 0;
        for (Map.Entry<Long, Integer> entry : counts.entrySet()) {
            int most = Math.min(FrequencySketch.MOST, entry.getValue());
            assertThat(sketch.frequency(entry.getKey())).isGreaterThanOrEqualTo(most);
            exact += sketch.frequency(entry.getKey()) == most ? 1 : 0;
        }
        assertThat(exact).as("nearly all are right").isGreaterThan(counts.size() * 9 / 10);
    }

    @Test
    void shouldNotGiveThePlaceOfAFamousKeyToOneThatIsSeenOnce() {
        TinyLfu policy = new TinyLfu(100);
        for (int round = 0; round < 5; round++) {
            for (long key = 0; key < 98; key++) {
                policy.access(key);
            }
        }
        for (long once = 1_000; once < 1_500; once++) {
            policy.access(once);
        }
        int kept = 0;
        for (long key = 0; key < 98; key++) {
            kept += policy.access(key) ? 1 : 0;
        }
        assertThat(kept).as("of 98 keys that were asked for five times").isGreaterThan(92);
    }

    @Test
    void shouldForgetOldFame() {
        FrequencySketch sketch = new FrequencySketch(100);
        for (int i = 0; i < 15; i++) {
            sketch.count(1);
        }
        for (long key = 1_000; key < 1_985; key++) {
            sketch.count(key); // the 1,000th key halves all
        }
        assertThat(sketch.frequency(1)).isBetween(7, 10);
    }
}
