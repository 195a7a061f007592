package labs.compute.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.table.ColumnBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BloomFilterTest {
    private static final int KEYS = 50_000;

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.05, 0.01, 0.001})
    void shouldDenyNoKeyAndAffirmFewOthers(double rate) {
        var filter = new BloomFilter(KEYS, rate);
        for (long key = 0; key < KEYS; key++) {
            filter.add(key * 3);
        }
        int wrong = 0;
        for (long key = 0; key < KEYS; key++) {
            assertThat(filter.mightContain(key * 3)).as("key %d was added", key * 3).isTrue();
            wrong += filter.mightContain(key * 3 + 1) ? 1 : 0;
        }
        assertThat(wrong / (double) KEYS)
                .as("share of others that it affirms, %s asked for", rate)
                .isLessThan(rate * 1.3);
    }

    @Test
    void shouldTakeAboutTenBitsAKeyForOneOfAHundred() {
        assertThat(new BloomFilter(1_000_000, 0.01).bytes()).isBetween(1_150_000L, 1_250_000L);
    }

    @Test
    void shouldAddTheKeysOfFiltersOfEqualSize() {
        var odd = new BloomFilter(KEYS, 0.01);
        var even = new BloomFilter(KEYS, 0.01);
        for (long key = 0; key < KEYS; key += 2) {
            even.add(key);
            odd.add(key + 1);
        }
        even.addAll(odd);
        for (long key = 0; key < KEYS; key++) {
            assertThat(even.mightContain(key)).as("key %d", key).isTrue();
        }
        assertThatThrownBy(() -> even.addAll(new BloomFilter(KEYS / 2, 0.01)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> even.addAll(new BloomFilter(KEYS, 0.001)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseARateThatIsNone() {
        for (double rate : new double[] {0, 1, -1, 2, Double.NaN}) {
            assertThatThrownBy(() -> new BloomFilter(KEYS, rate))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(new BloomFilter(0, 0.01).mightContain(5)).as("nothing was added").isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = JoinType.class, mode = EnumSource.Mode.EXCLUDE, names = "FULL")
    void shouldSpareRowsAndChangeNoResult(JoinType type) throws IOException {
        ColumnBatch left = Numbered.table(0, 20_000);
        left.column(0)[3] = ColumnBatch.NULL;
        ColumnBatch right = Numbered.table(19_900, 20_000);
        right.column(0)[7] = ColumnBatch.NULL;
        long plain = joined(type, Rows.slice(left, 0, 20_000), Rows.slice(right, 0, 20_000));

        var ofRight = new BloomFilter(right.rows(), 0.01);
        ofRight.addAll(right, 0);
        var ofLeft = new BloomFilter(left.rows(), 0.01);
        ofLeft.addAll(left, 0);
        ColumnBatch sentLeft = type.keepsUnmatchedLeft() ? left : ofRight.filter(left, 0);
        ColumnBatch sentRight = ofLeft.filter(right, 0);

        assertThat(sentRight.rows()).as("right rows that travel").isBetween(99, 500);
        if (!type.keepsUnmatchedLeft()) {
            assertThat(sentLeft.rows()).as("left rows that travel").isBetween(99, 500);
        }
        assertThat(joined(type, sentLeft, sentRight)).isEqualTo(plain);
    }

    private static long joined(JoinType type, ColumnBatch left, ColumnBatch right)
            throws IOException {
        long[] count = new long[1];
        var spec = new JoinSpec(type, 0, 2, 0, 2);
        var memory = new MemoryBudget(1 << 24);
        try (SpillDirectory spill = SpillDirectory.open();
                Join join = Joins.open(JoinStrategy.PARTITIONED_HASH, spec, memory, spill)) {
            join.left(left);
            join.right(right);
            join.finish(rows -> count[0] += rows.rows());
        }
        return count[0];
    }
}
