package labs.compute.sort;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import labs.compute.table.ColumnBatch;

/** Tables at random, and their rows as lists, to be sorted by the JDK. */
final class RandomRows {
    static final List<String> KINDS =
            List.of("few values", "all equal", "skewed", "any", "many NULLs");

    private RandomRows() {}

    static ColumnBatch of(String kind, int rows, int width, long seed) {
        var random = new SplittableRandom(seed);
        var batch = new ColumnBatch(width, rows);
        for (int c = 0; c < width; c++) {
            for (int row = 0; row < rows; row++) {
                batch.column(c)[row] = value(kind, random);
            }
        }
        batch.setRows(rows);
        return batch;
    }

    private static long value(String kind, SplittableRandom random) {
        return switch (kind) {
            case "few values" -> random.nextInt(-2, 3);
            case "all equal" -> 7;
            case "skewed" -> (long) Math.pow(10_000, random.nextDouble()) - 3;
            case "any" -> random.nextLong() >> 1;
            case "many NULLs" -> random.nextInt(3) == 0 ? ColumnBatch.NULL : random.nextInt(50);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** An order by one to three keys, each way, NULLs first or last. */
    static SortOrder order(int width, SplittableRandom random) {
        SortKey[] keys = new SortKey[1 + random.nextInt(3)];
        for (int i = 0; i < keys.length; i++) {
            keys[i] =
                    new SortKey(random.nextInt(width), random.nextBoolean(), random.nextBoolean());
        }
        return SortOrder.of(width, keys);
    }

    static List<Long> row(ColumnBatch batch, int row) {
        Long[] values = new Long[batch.width()];
        for (int c = 0; c < values.length; c++) {
            values[c] = batch.column(c)[row];
        }
        return Arrays.asList(values);
    }

    static List<List<Long>> rows(ColumnBatch batch) {
        var rows = new ArrayList<List<Long>>();
        for (int row = 0; row < batch.rows(); row++) {
            rows.add(row(batch, row));
        }
        return rows;
    }

    /** What the JDK makes of it: written apart from {@link SortOrder#compare}. */
    static Comparator<List<Long>> comparator(SortOrder order) {
        Comparator<List<Long>> all = (a, b) -> 0;
        for (SortKey key : order.keys()) {
            Comparator<Long> values = Comparator.naturalOrder();
            values = key.isDescending() ? values.reversed() : values;
            values =
                    key.nullsFirst() ? Comparator.nullsFirst(values) : Comparator.nullsLast(values);
            all = all.thenComparing(row -> orNull(row.get(key.column())), values);
        }
        return all;
    }

    private static Long orNull(Long value) {
        return value == ColumnBatch.NULL ? null : value;
    }

    static List<List<Long>> sorted(ColumnBatch batch, SortOrder order) {
        List<List<Long>> rows = rows(batch);
        rows.sort(comparator(order));
        return rows;
    }
}
