package labs.memory.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Questions for keys that do not exist. */
final class PenetrationTest extends PatternTest {
    @Test
    void shouldAskTheDatabaseEachTimeForWhatDoesNotExistWithCacheAsideAlone() {
        var aside = new CacheAside(cache, table, 60);
        beginCounting();
        IntStream.range(0, 50).forEach(i -> assertThat(aside.get("none")).isEmpty());
        assertThat(selects()).isEqualTo(50);
    }

    @Test
    void shouldAskOnceInAWhileForWhatDoesNotExistWithANegativeCache() {
        var negative = new NegativeCache(cache, table, 60, 5);
        beginCounting();
        IntStream.range(0, 50).forEach(i -> assertThat(negative.get("none")).isEmpty());
        assertThat(selects()).isOne();
        passSeconds(6);
        assertThat(negative.get("none")).isEmpty();
        assertThat(selects()).as("nothing is believed for a shorter time").isEqualTo(2);
    }

    @Test
    void shouldFindWhatIsWrittenAfterNothingWasFound() {
        var negative = new NegativeCache(cache, table, 60, 5);
        assertThat(negative.get("p")).isEmpty();
        negative.put("p", "v");
        assertThat(negative.get("p")).contains("v");
        passSeconds(30);
        beginCounting();
        assertThat(negative.get("p")).contains("v");
        assertThat(selects()).as("a value stays for its own time").isZero();
    }

    @Test
    void shouldFindNothingNewWithANegativeCacheWhenEachKeyIsAnother() {
        var negative = new NegativeCache(cache, table, 60, 5);
        beginCounting();
        IntStream.range(0, 50).forEach(i -> negative.get("none:" + i));
        assertThat(selects()).isEqualTo(50);
    }

    @Test
    void shouldKeepNearlyAllQuestionsFromTheDatabaseWithABloomFilter() {
        var filter = new BloomFilter(1_000, 0.01);
        IntStream.range(0, 1_000).forEach(i -> filter.add("product:" + i));
        var aside = new CacheAside(cache, table, 60);
        beginCounting();
        IntStream.range(0, 2_000)
                .mapToObj(i -> "none:" + i)
                .filter(filter::mayContain)
                .forEach(aside::get);
        assertThat(selects()).as("about 1 of 100, of 2,000").isBetween(1L, 60L);
    }

    @Test
    void shouldNeverDenyAKeyThatWasAdded() {
        var filter = new BloomFilter(10_000, 0.01);
        IntStream.range(0, 10_000).forEach(i -> filter.add("key " + i));
        assertThat(IntStream.range(0, 10_000)).allMatch(i -> filter.mayContain("key " + i));
    }

    @Test
    void shouldBeAsLargeAsItMustBe() {
        assertThat(BloomFilter.bits(1_000_000, 0.01)).isEqualTo(9_585_059);
        assertThat(BloomFilter.hashes(9_585_059, 1_000_000)).isEqualTo(7);
        assertThatIllegalArgumentException().isThrownBy(() -> new BloomFilter(0, 0.01));
        assertThatIllegalArgumentException().isThrownBy(() -> new BloomFilter(1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BloomFilter(1, Double.NaN));
    }
}
