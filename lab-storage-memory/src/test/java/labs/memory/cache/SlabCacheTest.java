package labs.memory.cache;

import static labs.memory.cache.Values.get;
import static labs.memory.cache.Values.set;
import static labs.memory.cache.Values.store;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@LabTest
@Timeout(60)
final class SlabCacheTest {
    private static final int MIB = 1 << 20;

    private final AtomicLong time = new AtomicLong(1_800_000_000);
    private final CacheClock clock = new CacheClock(time::get);
    private final SlabCache cache = new SlabCache(8 * MIB, clock);

    @Test
    void shouldGiveBackWhatWasStored() {
        assertThat(set(cache, "k", "one").outcome()).isEqualTo(Stored.Outcome.STORED);
        assertThat(get(cache, "k")).isEqualTo("one");
        set(cache, "k", "another, which is longer and of another class of sizes");
        assertThat(get(cache, "k")).startsWith("another");
        assertThat(cache.delete(Key.of("k"))).isTrue();
        assertThat(get(cache, "k")).isNull();
        assertThat(cache.stats().items()).isZero();
        assertThat(cache.stats().bytes()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "SET, true, STORED, new", "SET, false, STORED, new",
        "ADD, true, NOT_STORED, old", "ADD, false, STORED, new",
        "REPLACE, true, STORED, new", "REPLACE, false, NOT_STORED, ",
        "APPEND, true, STORED, oldnew", "APPEND, false, NOT_STORED, ",
        "PREPEND, true, STORED, newold", "PREPEND, false, NOT_STORED, ",
        "CAS, true, EXISTS, old", "CAS, false, NOT_FOUND, ",
    })
    void shouldStoreUnderItsCondition(
            StoreMode mode, boolean there, Stored.Outcome outcome, String value) {
        if (there) {
            set(cache, "k", "old");
        }
        assertThat(store(cache, mode, "k", "new", 0).outcome()).isEqualTo(outcome);
        assertThat(get(cache, "k")).isEqualTo(value);
    }

    @Test
    void shouldReplaceOnlyTheVersionThatWasNamed() {
        long first = set(cache, "k", "one").cas();
        long second = set(cache, "k", "two").cas();
        assertThat(second).isNotEqualTo(first);
        assertThat(commit("k", "three", first).outcome()).isEqualTo(Stored.Outcome.EXISTS);
        assertThat(commit("k", "three", second).outcome()).isEqualTo(Stored.Outcome.STORED);
        assertThat(get(cache, "k")).isEqualTo("three");
    }

    private Stored commit(String key, String value, long cas) {
        int place = cache.reserve(Key.of(key), 0, 0, value.length());
        cache.fill(place, 0, ByteBuffer.wrap(value.getBytes()), 0, value.length());
        return cache.commit(place, StoreMode.CAS, cas);
    }

    @ParameterizedTest(name = "given {0}, after {1} s there: {2}")
    @CsvSource({
        "0, 100000000, true",
        "1, 0, true",
        "1, 1, false",
        "100, 99, true",
        "100, 100, false",
        "-1, 0, false",
        "-100000, 0, false",
        "2592000, 2591999, true",
        "2592000, 2592000, false", // 30 days are the longest duration
        "2592001, 0, false", // and one second more is a day of 1970
        "1800000005, 4, true",
        "1800000005, 5, false",
        "1799999999, 0, false",
    })
    void shouldForgetWhatHasExpired(long given, long later, boolean there) {
        store(cache, StoreMode.SET, "k", "v", clock.expiry(given));
        time.addAndGet(later);
        assertThat(get(cache, "k")).isEqualTo(there ? "v" : null);
    }

    @Test
    void shouldNotKeepTheExpiryOfAValueThatWasReplaced() {
        store(cache, StoreMode.SET, "k", "v", clock.expiry(10));
        set(cache, "k", "w");
        time.addAndGet(1_000);
        assertThat(get(cache, "k")).isEqualTo("w");
        store(cache, StoreMode.SET, "k", "v", clock.expiry(10));
        store(cache, StoreMode.APPEND, "k", "w", 0);
        time.addAndGet(10);
        assertThat(get(cache, "k")).as("what is appended lives as long as the rest").isNull();
    }

    @Test
    void shouldFlushAsMemcachedDoes() {
        set(cache, "old", "v");
        cache.flush(0);
        assertThat(get(cache, "old")).isNull();
        set(cache, "new", "v");
        assertThat(get(cache, "new"))
                .as("stored after it, though within the same second")
                .isNotNull();

        cache.flush(3);
        time.addAndGet(1);
        assertThat(get(cache, "new")).isEqualTo("v");
        time.addAndGet(1);
        set(cache, "late", "v");
        assertThat(get(cache, "new")).as("one second early").isNull();
        assertThat(get(cache, "late")).as("in the second before the moment").isNull();
        time.addAndGet(1);
        set(cache, "after", "v");
        assertThat(get(cache, "after")).isEqualTo("v");
    }

    @Test
    void shouldRefuseWhatIsTooLarge() {
        assertThat(cache.reserve(Key.of("k"), 0, 0, MIB)).isEqualTo(SlabCache.TOO_LARGE);
        int largest = MIB - 56 - 1 - 1 - 2;
        int place = cache.reserve(Key.of("k"), 0, 0, largest);
        assertThat(place).isPositive();
        cache.abandon(place);
        assertThat(cache.reserve(Key.of("k"), 0, 0, largest + 1)).isEqualTo(SlabCache.TOO_LARGE);
        assertThat(cache.reserve(Key.of("k"), 1, 0, largest)).as("flags take room").isEqualTo(-1);
    }

    /** Whatever comes, in whichever sizes: within the memory, and each value is its own. */
    @Test
    void shouldStayWithinItsMemoryWhateverComes(Random random) {
        Map<String, String> last = new HashMap<>();
        for (int i = 0; i < 30_000; i++) {
            String key = "key-" + random.nextInt(3_000);
            int length = random.nextInt(10) == 0 ? random.nextInt(200_000) : random.nextInt(3_000);
            String value = (key + ":").repeat(1 + length / key.length());
            set(cache, key, value);
            last.put(key, value);
        }
        CacheStats stats = cache.stats();
        assertThat(stats.allocated()).isLessThanOrEqualTo(stats.limit()).isEqualTo(8L * MIB);
        assertThat(stats.bytes()).isLessThanOrEqualTo(stats.limit());
        int found = 0;
        for (Map.Entry<String, String> entry : last.entrySet()) {
            String value = get(cache, entry.getKey());
            if (value != null) {
                found++;
                assertThat(value).isEqualTo(entry.getValue());
            }
        }
        assertThat(found).isEqualTo((int) cache.stats().items()).isPositive();
    }

    @Test
    void shouldGiveAPageToSizesThatComeLater() {
        for (int i = 0; i < 20_000; i++) {
            set(cache, "small-" + i, "x".repeat(1_000));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(set(cache, "large-" + i, "y".repeat(100_000)).outcome())
                    .isEqualTo(Stored.Outcome.STORED);
        }
        assertThat(get(cache, "large-49")).hasSize(100_000);
        assertThat(cache.stats().movedPages()).isPositive();
    }

    @Test
    void shouldMovePagesToWhereTheyAreUsed() {
        for (int i = 0; i < 20_000; i++) {
            set(cache, "small-" + i, "x".repeat(1_000));
        }
        time.addAndGet(3_600); // nobody wants those any more
        for (int i = 0; i < 2_000; i++) {
            set(cache, "large-" + i, "y".repeat(10_000));
        }
        long left = 0;
        for (int i = 0; i < 2_000; i++) {
            left += get(cache, "large-" + i) == null ? 0 : 1;
        }
        assertThat(left)
                .as("of about 800 that fit into 8 MiB; one page holds 100")
                .isGreaterThan(300);
    }

    @Test
    void shouldNotTouchAValueThatIsOnItsWay() {
        int place = cache.reserve(Key.of("slow"), 0, 0, 5_000);
        byte[] value = "s".repeat(5_000).getBytes();
        cache.fill(place, 0, ByteBuffer.wrap(value), 0, 2_500);
        for (int i = 0; i < 5_000; i++) {
            set(cache, "k" + i, "x".repeat(i % 7 == 0 ? 100_000 : 5_000));
        }
        cache.fill(place, 2_500, ByteBuffer.wrap(value), 2_500, 2_500);
        assertThat(get(cache, "slow")).as("nobody sees half a value").isNull();
        cache.commit(place, StoreMode.SET, 0);
        assertThat(get(cache, "slow")).isEqualTo("s".repeat(5_000));
    }

    @Test
    void shouldNotLetValuesThatNeverComeTakeItAll() {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int place = cache.reserve(Key.of("never-" + i), 0, 0, 900_000);
            if (place > 0) {
                places.add(place);
            }
        }
        assertThat(places).as("half of 8 MiB").hasSize(4);
        set(cache, "k", "others go on");
        assertThat(get(cache, "k")).isEqualTo("others go on");
        places.forEach(cache::abandon);
        assertThat(cache.reserve(Key.of("again"), 0, 0, 900_000)).isPositive();
    }

    @Test
    void shouldKeepWhatIsReadThroughAScan() {
        for (int i = 0; i < 3_000; i++) {
            set(cache, "before-" + i, "x".repeat(2_000));
        }
        for (int i = 0; i < 500; i++) {
            set(cache, "used-" + i, "x".repeat(2_000));
            get(cache, "used-" + i);
            get(cache, "used-" + i);
        }
        for (int i = 0; i < 20_000; i++) {
            set(cache, "once-" + i, "x".repeat(2_000));
        }
        int kept = 0;
        for (int i = 0; i < 500; i++) {
            kept += get(cache, "used-" + i) == null ? 0 : 1;
        }
        assertThat(kept).as("an LRU without segments would keep none").isGreaterThan(450);
    }

    @Test
    void shouldCountAsMemcachedDoes() {
        set(cache, "n", "10");
        assertThat(count(false, 1)).isEqualTo(9);
        assertThat(get(cache, "n")).as("filled up, not shortened").isEqualTo("9 ");
        assertThat(count(false, 100)).as("never below 0").isZero();
        set(cache, "n", "18446744073709551615");
        assertThat(count(true, 2)).as("past the end it begins again").isEqualTo(1);
        set(cache, "n", "99");
        assertThat(count(true, 1)).isEqualTo(100);
        assertThat(get(cache, "n")).isEqualTo("100");
    }

    @ParameterizedTest
    @CsvSource({"''", "abc", "-5", "18446744073709551616", "1a", "' '"})
    void shouldNotCountWhatIsNoNumber(String value) {
        set(cache, "n", value);
        assertThat(cache.count(Key.of("n"), true, 1, 0).outcome())
                .isEqualTo(Counted.Outcome.NOT_A_NUMBER);
        assertThat(get(cache, "n")).isEqualTo(value);
    }

    private long count(boolean up, long delta) {
        Counted counted = cache.count(Key.of("n"), up, delta, 0);
        assertThat(counted.outcome()).isEqualTo(Counted.Outcome.COUNTED);
        return counted.value();
    }

    @Test
    void shouldSweepOutWhatHasExpired() {
        for (int i = 0; i < 10_000; i++) {
            store(cache, StoreMode.SET, "k" + i, "v", clock.expiry(i % 2 == 0 ? 10 : 0));
        }
        time.addAndGet(10);
        cache.sweep(1 << 16);
        assertThat(cache.stats().items()).isEqualTo(5_000);
        assertThat(cache.stats().reclaimed()).isEqualTo(5_000);
    }

    @Test
    void shouldFindEachOfManyKeysWhileItsIndexGrows() {
        SlabCache large = new SlabCache(64 * MIB, clock);
        for (int i = 0; i < 200_000; i++) {
            set(large, "key-" + i, String.valueOf(i));
            if (i % 3 == 0) {
                large.delete(Key.of("key-" + i / 2));
            }
        }
        int missing = 0;
        for (int i = 0; i < 200_000; i++) {
            String value = get(large, "key-" + i);
            missing += value == null ? 1 : 0;
            assertThat(value == null || value.equals(String.valueOf(i))).isTrue();
        }
        assertThat(200_000 - missing).isEqualTo((int) large.stats().items());
        assertThat(large.stats().evictions()).isZero();
    }
}
