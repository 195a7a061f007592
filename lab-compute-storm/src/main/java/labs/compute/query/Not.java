package labs.compute.query;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import labs.compute.table.Column;
import labs.compute.table.ColumnBatch;

/** The contrary of another; of what is unknown it is unknown. */
public record Not(Formula formula) implements Formula {
    @Override
    public void evaluate(ColumnBatch rows, byte[] truth) {
        // BEGIN SOLUTION
        formula.evaluate(rows, truth);
        for (int row = 0; row < rows.rows(); row++) {
            truth[row] = (byte) (Truth.TRUE - truth[row]);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    @Override
    public IntStream columns() {
        return formula.columns();
    }

    @Override
    public Formula renumbered(IntUnaryOperator number) {
        return new Not(formula.renumbered(number));
    }

    @Override
    public String text(List<Column> columns) {
        return formula instanceof IsNull isNull
                ? columns.get(isNull.column()).name() + " IS NOT NULL"
                : "NOT (" + formula.text(columns) + ")";
    }
}
