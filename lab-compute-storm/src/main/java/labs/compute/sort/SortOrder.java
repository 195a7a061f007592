package labs.compute.sort;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import labs.compute.table.ColumnBatch;

/**
 * A total order of rows: first by the keys that were asked for, then by all other columns, so that
 * only rows that are equal throughout have no place of their own. A row therefore is at the same
 * offset whoever sorted it and however the rows arrived.
 *
 * @param keys one for each column of a row
 */
public record SortOrder(List<SortKey> keys) implements Serializable {
    /** Completes the keys by the columns of {@code width} that are not among them, ascending. */
    public static SortOrder of(int width, SortKey... asked) {
        Map<Integer, SortKey> keys = new LinkedHashMap<>();
        for (SortKey key : asked) {
            keys.putIfAbsent(key.column(), key);
        }
        for (int column = 0; column < width; column++) {
            keys.putIfAbsent(column, SortKey.ascending(column));
        }
        return new SortOrder(List.copyOf(keys.values()));
    }

    /** How many columns its rows have. */
    public int width() {
        return keys.size();
    }

    /**
     * A number for a value such that smaller numbers come first, whichever way the key sorts.
     * Values are never the smallest or the largest of 64 bits: those are free for NULL.
     */
    public static long rank(SortKey key, long value) {
        if (value == ColumnBatch.NULL) {
            return key.nullsFirst() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return key.isDescending() ? ~value : value;
    }

    /** Compares a row of one batch with a row of another. */
    public int compare(ColumnBatch a, int rowOfA, ColumnBatch b, int rowOfB) {
        for (SortKey key : keys) {
            long valueOfA = a.column(key.column())[rowOfA];
            long valueOfB = b.column(key.column())[rowOfB];
            if (valueOfA != valueOfB) {
                return Long.compare(rank(key, valueOfA), rank(key, valueOfB));
            }
        }
        return 0;
    }
}
