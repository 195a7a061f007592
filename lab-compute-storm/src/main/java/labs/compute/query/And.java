package labs.compute.query;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import labs.compute.table.Column;
import labs.compute.table.ColumnBatch;

/** The least truth of several formulas, of which there is at least one. */
public record And(List<Formula> formulas) implements Formula {
    public And {
        formulas = List.copyOf(formulas);
    }

    @Override
    public void evaluate(ColumnBatch rows, byte[] truth) {
        // BEGIN SOLUTION
        formulas.get(0).evaluate(rows, truth);
        byte[] next = new byte[rows.rows()];
        for (Formula formula : formulas.subList(1, formulas.size())) {
            formula.evaluate(rows, next);
            for (int row = 0; row < next.length; row++) {
                truth[row] = (byte) Math.min(truth[row], next[row]);
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    @Override
    public IntStream columns() {
        return formulas.stream().flatMapToInt(Formula::columns);
    }

    @Override
    public Formula renumbered(IntUnaryOperator number) {
        return new And(formulas.stream().map(formula -> formula.renumbered(number)).toList());
    }

    @Override
    public String text(List<Column> columns) {
        return formulas.stream()
                .map(formula -> formula.text(columns))
                .collect(Collectors.joining(" AND "));
    }
}
