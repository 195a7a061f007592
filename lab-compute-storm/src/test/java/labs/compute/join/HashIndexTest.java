package labs.compute.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import labs.compute.table.ColumnBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HashIndexTest {
    @Test
    void shouldFindAllRowsOfAKeyInTheirOrderAndNoOthers() {
        var random = new SplittableRandom(11);
        long[] keys = random.longs(20_000, -3_000, 3_000).toArray();
        var index = new HashIndex(new ColumnBatch(new long[][] {keys}, keys.length), 0);

        for (long key = -3_100; key < 3_100; key++) {
            var expected = new ArrayList<Integer>();
            for (int row = 0; row < keys.length; row++) {
                if (keys[row] == key) {
                    expected.add(row);
                }
            }
            assertThat(rows(index, key)).as("rows of key %d", key).isEqualTo(expected);
        }
    }

    @Test
    void shouldNotSlowDownWhenAllRowsHaveOneKey() {
        long[] keys = new long[1_000_000];
        var index = new HashIndex(new ColumnBatch(new long[][] {keys}, keys.length), 0);

        assertThat(rows(index, 0)).hasSize(keys.length);
    }

    @Test
    void shouldFindNothingInNothing() {
        assertThat(rows(new HashIndex(new ColumnBatch(1, 1), 0), 5)).isEmpty();
    }

    private static List<Integer> rows(HashIndex index, long key) {
        var rows = new ArrayList<Integer>();
        for (int row = index.first(key); row >= 0; row = index.after(row)) {
            rows.add(row);
        }
        return rows;
    }
}
