package labs.memory.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One key of a thousand gets half of the reads. */
final class HotKeysTest extends PatternTest {
    private static final int READS = 4_000;

    private CacheAside aside;

    @BeforeEach
    void fill() {
        table.store("hot", "v");
        aside = new CacheAside(cache, table, 60);
    }

    private void read(Function<String, Optional<String>> get, Random random) {
        for (int i = 0; i < READS; i++) {
            String key = random.nextBoolean() ? "hot" : "cold:" + random.nextInt(1_000);
            assertThat(get.apply(key).isPresent()).isEqualTo(key.equals("hot"));
        }
    }

    @Test
    void shouldAskTheCacheForEachReadWithoutANearCache(Random random) {
        read(aside::get, random);
        assertThat(cache.lookups()).isEqualTo(READS);
    }

    @Test
    void shouldKeepTheHotKeysReadsFromTheCache(Random random) {
        var near = new NearCache(aside::get, 20, 1_000, millis::get);
        read(near, random);
        assertThat(cache.lookups())
                .as("the other half of the reads, and few of the hot key's")
                .isLessThan(READS * 6 / 10);
        assertThat(near.size()).isEqualTo(20);
    }

    @Test
    void shouldBeOutOfDateNoLongerThanItsTime() {
        var near = new NearCache(aside::get, 20, 1_000, millis::get);
        assertThat(near.apply("hot")).contains("v");
        aside.put("hot", "w");
        millis.addAndGet(999);
        assertThat(near.apply("hot")).as("nobody told it").contains("v");
        millis.addAndGet(1);
        assertThat(near.apply("hot")).contains("w");
    }

    @Test
    void shouldCountAnAnswersAgeFromWhenItWasAskedFor() {
        var slow =
                new NearCache(
                        key -> {
                            var answer = aside.get(key);
                            aside.put("hot", "w"); // right after the read
                            millis.addAndGet(800); // and the answer is long on its way
                            return answer;
                        },
                        20,
                        1_000,
                        millis::get);
        assertThat(slow.apply("hot")).contains("v");
        millis.addAndGet(200);
        assertThat(slow.apply("hot")).as("a second after it was read").contains("w");
    }

    @Test
    void shouldKeepWhatIsReadOftenAndLetTheOthersGo() {
        var near = new NearCache(aside::get, 2, 1_000, millis::get);
        near.apply("hot");
        for (int i = 0; i < 10; i++) {
            near.apply("cold:" + i);
            near.apply("hot");
        }
        assertThat(cache.lookups()).as("ten cold ones, and the hot one once").isEqualTo(11);
    }
}
