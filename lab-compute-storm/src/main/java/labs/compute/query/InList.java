package labs.compute.query;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import labs.compute.table.Column;
import labs.compute.table.ColumnBatch;

/**
 * A column in a list: {@code id IN (1, 2, NULL)}, which is the OR of {@code id = 1}, {@code id = 2}
 * and {@code id = NULL}.
 *
 * @param values without NULL
 * @param hasNull whether NULL stands in the list, too: then it is never false
 */
public record InList(int column, List<Long> values, boolean hasNull) implements Formula {
    @Override
    public void evaluate(ColumnBatch rows, byte[] truth) {
        // BEGIN SOLUTION
        long[] list = values.stream().mapToLong(Long::longValue).sorted().toArray();
        byte absent = hasNull ? Truth.UNKNOWN : Truth.FALSE;
        long[] all = rows.column(column);
        for (int row = 0; row < rows.rows(); row++) {
            boolean isNull = all[row] == ColumnBatch.NULL;
            byte found = Arrays.binarySearch(list, all[row]) >= 0 ? Truth.TRUE : absent;
            truth[row] = isNull ? Truth.UNKNOWN : found;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    @Override
    public IntStream columns() {
        return IntStream.of(column);
    }

    @Override
    public Formula renumbered(IntUnaryOperator number) {
        return new InList(number.applyAsInt(column), values, hasNull);
    }

    @Override
    public String text(List<Column> columns) {
        Column named = columns.get(column);
        return values.stream()
                .map(named.type()::format)
                .collect(
                        Collectors.joining(
                                ", ", named.name() + " IN (", hasNull ? ", NULL)" : ")"));
    }
}
