package labs.compute.query;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * One row for each combination of the keys' values: the keys, then the aggregates. Without keys it
 * is one row, also of nothing.
 *
 * @param keys columns of a joined row
 */
public record Grouping(List<Integer> keys, List<Aggregate> aggregates) implements Serializable {
    /** What an aggregate computes; all leave NULLs out. Of nothing COUNTs are 0, others NULL. */
    public enum Function {
        /** How many rows; of a column, how many that are not NULL. */
        COUNT,
        /** How many different values. */
        COUNT_DISTINCT,
        SUM,
        AVG,
        MIN,
        MAX;

        /** As a query writes it. */
        public String of(String argument) {
            String before = this == COUNT_DISTINCT ? "COUNT(DISTINCT " : name() + "(";
            return before + argument + ")";
        }
    }

    /**
     * @param column of a joined row, or -1 for COUNT(*)
     * @param text as people read it
     */
    public record Aggregate(Function function, int column, String text) implements Serializable {
        /** One that nobody has named. */
        public Aggregate(Function function, int column) {
            this(function, column, function.of(column < 0 ? "*" : "column " + column));
        }

        @Override
        public String toString() {
            return text.toUpperCase(Locale.ROOT);
        }
    }
}
