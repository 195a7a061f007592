package labs.compute.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PackedPartitionsTest {
    private static final long[] ENDS = {
        Long.MIN_VALUE + 1, Long.MAX_VALUE - 1, ColumnBatch.NULL, 0, -1, 1
    };

    @Test
    void shouldHoldTheSameRowsAsColumnsDo() {
        for (int seed = 0; seed < 400; seed++) {
            var random = new SplittableRandom(seed);
            ColumnBatch rows = random(random, random.nextInt(3_000), 1 + random.nextInt(5));
            int key = random.nextInt(rows.width());
            int bits = 1 + random.nextInt(5);
            Partitions expected = Partitions.of(rows, key, bits);

            PackedPartitions packed = PackedPartitions.of(rows, key, bits);
            int from = random.nextInt(1 << bits);

            same(packed, expected, "seed " + seed);
            same(packed.only(from, 1 << bits), expected.only(from, 1 << bits), "seed " + seed);
            same(packed.part(from, 1 << bits), expected.part(from, 1 << bits), "seed " + seed);
            if (rows.rows() > 0) {
                assertThat(packed.packing().mayHaveNull(key) || !hasNull(rows.column(key), rows))
                        .as("a NULL that nobody is told of, seed %d", seed)
                        .isTrue();
            }
        }
    }

    @Test
    void shouldTakeAWordForEachRowOfTheCase() {
        var rows = new ColumnBatch(3, 1_000);
        for (int row = 0; row < 1_000; row++) {
            rows.column(0)[row] = 29_000_000 + row;
            rows.column(1)[row] = row * 30_000L;
            rows.column(2)[row] = row * 99L;
        }
        rows.setRows(1_000);

        PackedPartitions packed = PackedPartitions.of(rows, 1, 3);

        assertThat(packed.packing().words()).isEqualTo(1);
        assertThat(packed.bytes()).isBetween(8_000L, 8_100L);
    }

    private static void same(PartitionedRows packed, Partitions expected, String what) {
        assertThat(packed.count()).as(what).isEqualTo(expected.count());
        assertThat(packed.size()).as(what).isEqualTo(expected.size());
        same(packed.toBatch(), expected.toBatch(), what);
        for (int p = 0; p < expected.count(); p++) {
            same(packed.batch(p), expected.batch(p), what + ", partition " + p);
        }
    }

    private static void same(ColumnBatch batch, ColumnBatch expected, String what) {
        assertThat(batch.rows()).as(what).isEqualTo(expected.rows());
        for (int c = 0; c < expected.width(); c++) {
            assertThat(Arrays.copyOf(batch.column(c), batch.rows()))
                    .as(what + ", column " + c)
                    .isEqualTo(Arrays.copyOf(expected.column(c), expected.rows()));
        }
    }

    private static boolean hasNull(long[] values, ColumnBatch rows) {
        return Arrays.stream(values, 0, rows.rows()).anyMatch(value -> value == ColumnBatch.NULL);
    }

    private static ColumnBatch random(SplittableRandom random, int rows, int width) {
        var batch = new ColumnBatch(width, rows);
        for (int c = 0; c < width; c++) {
            int kind = random.nextInt(7);
            long from = random.nextLong() >> random.nextInt(1, 64);
            int bits = random.nextInt(1, 63);
            for (int row = 0; row < rows; row++) {
                batch.column(c)[row] = value(kind, from, bits, random);
            }
        }
        batch.setRows(rows);
        return batch;
    }

    private static long value(int kind, long from, int bits, SplittableRandom random) {
        long near = from / 2 + (random.nextLong() >>> (64 - bits)) / 2;
        return switch (kind) {
            case 0 -> from / 2;
            case 1 -> ColumnBatch.NULL;
            case 2 -> random.nextInt(4) == 0 ? ColumnBatch.NULL : near;
            case 3 -> random.nextInt(4) == 0 ? ColumnBatch.NULL : from / 2;
            case 4 -> ENDS[random.nextInt(ENDS.length)];
            case 5 -> random.nextLong() >> 1;
            default -> near;
        };
    }
}
