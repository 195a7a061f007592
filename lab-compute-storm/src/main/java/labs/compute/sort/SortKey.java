package labs.compute.sort;

import java.io.Serializable;

/** A column to sort by. */
public record SortKey(int column, boolean isDescending, boolean nullsFirst)
        implements Serializable {
    /** From the smallest to the largest, NULLs last. */
    public static SortKey ascending(int column) {
        return new SortKey(column, false, false);
    }

    /** From the largest to the smallest, NULLs last. */
    public static SortKey descending(int column) {
        return new SortKey(column, true, false);
    }
}
