package labs.compute.query;

import static labs.compute.table.ColumnBatch.NULL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import labs.compute.table.Column;
import labs.compute.table.ColumnBatch;
import labs.compute.table.ColumnType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class FormulaTest {
    /** Column 0 is 1, 2, 3 and NULL; column 1 is always 2; column 2 is NULL. */
    private static final ColumnBatch ROWS =
            new ColumnBatch(
                    new long[][] {{1, 2, 3, NULL}, {2, 2, 2, 2}, {NULL, NULL, NULL, NULL}}, 4);

    private static final Formula IS_TRUE = new IsNull(2);
    private static final Formula IS_FALSE = new Not(new IsNull(2));
    private static final Formula UNKNOWN = new Comparison(2, Operator.EQUAL, 7);

    static Stream<Arguments> comparisons() {
        return Stream.of(
                Arguments.of(Operator.EQUAL, "FTF?"),
                Arguments.of(Operator.NOT_EQUAL, "TFT?"),
                Arguments.of(Operator.LESS, "TFF?"),
                Arguments.of(Operator.LESS_OR_EQUAL, "TTF?"),
                Arguments.of(Operator.GREATER, "FFT?"),
                Arguments.of(Operator.GREATER_OR_EQUAL, "FTT?"));
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void shouldCompareAndKnowNothingOfNull(Operator operator, String expected) {
        assertThat(truth(new Comparison(0, operator, 2)))
                .as("1, 2, 3 and NULL %s 2", operator)
                .isEqualTo(expected);
        assertThat(truth(new ColumnComparison(0, operator, 1)))
                .as("the same with a column of 2s")
                .isEqualTo(expected);
        assertThat(truth(new ColumnComparison(1, operator.turned(), 0)))
                .as("the same, turned round")
                .isEqualTo(expected);
        assertThat(truth(new ColumnComparison(2, operator, 2)))
                .as("NULL %s NULL", operator)
                .isEqualTo("????");
    }

    @Test
    void shouldLookForAValueInAList() {
        assertThat(truth(new InList(0, List.of(3L, 1L), false))).isEqualTo("TFT?");
        assertThat(truth(new InList(0, List.of(3L, 1L), true)))
                .as("IN (3, 1, NULL): 2 may be equal to that NULL")
                .isEqualTo("T?T?");
        assertThat(truth(new Not(new InList(0, List.of(3L, 1L), true))))
                .as("NOT IN (3, 1, NULL) is never true")
                .isEqualTo("F?F?");
        assertThat(truth(new InList(0, List.of(), true))).as("IN (NULL)").isEqualTo("????");
    }

    @Test
    void shouldSayWhatIsNull() {
        assertThat(truth(new IsNull(0))).isEqualTo("FFFT");
        assertThat(truth(new Not(new IsNull(0)))).isEqualTo("TTTF");
    }

    static Stream<Arguments> truthTable() {
        return Stream.of(
                Arguments.of(IS_TRUE, IS_TRUE, 'T', 'T'),
                Arguments.of(IS_TRUE, IS_FALSE, 'F', 'T'),
                Arguments.of(IS_TRUE, UNKNOWN, '?', 'T'),
                Arguments.of(IS_FALSE, IS_FALSE, 'F', 'F'),
                Arguments.of(IS_FALSE, UNKNOWN, 'F', '?'),
                Arguments.of(UNKNOWN, UNKNOWN, '?', '?'));
    }

    @ParameterizedTest
    @MethodSource("truthTable")
    void shouldJoinThreeTruthValues(Formula a, Formula b, char and, char or) {
        for (List<Formula> pair : List.of(List.of(a, b), List.of(b, a))) {
            assertThat(truth(new And(pair)).charAt(0)).as("AND").isEqualTo(and);
            assertThat(truth(new Or(pair)).charAt(0)).as("OR").isEqualTo(or);
        }
        assertThat(truth(new And(List.of(a, b, IS_FALSE))).charAt(0))
                .as("three of them")
                .isEqualTo('F');
    }

    @Test
    void shouldKeepWhatIsUnknownUnderNot() {
        assertThat(truth(new Not(IS_TRUE))).isEqualTo("FFFF");
        assertThat(truth(new Not(IS_FALSE))).isEqualTo("TTTT");
        assertThat(truth(new Not(UNKNOWN)))
                .as("what nobody knows is not known to be false either")
                .isEqualTo("????");
    }

    @Test
    void shouldKeepOnlyTheRowsForWhichItIsTrue() {
        ColumnBatch kept = new Comparison(0, Operator.NOT_EQUAL, 2).apply(ROWS);

        assertThat(kept.rows()).as("1 and 3, not the NULL").isEqualTo(2);
        assertThat(kept.column(0)).startsWith(1, 3);
        int[] numbers = new int[4];
        assertThat(new IsNull(0).select(ROWS, numbers)).isEqualTo(1);
        assertThat(numbers[0]).as("the row's number").isEqualTo(3);
        assertThat(Formula.all(List.of()).apply(ROWS).rows()).as("no condition").isEqualTo(4);
    }

    @Test
    void shouldLookAtNoMoreThanTheRowsThatThereAre() {
        var two = new ColumnBatch(new long[][] {{5, 5, 5, 5}, {5, 5, 5, 5}}, 2);

        assertThat(new Comparison(0, Operator.EQUAL, 5).apply(two).rows())
                .as("a batch's arrays may be longer than its rows")
                .isEqualTo(2);
    }

    @Test
    void shouldReadAsItWasWritten() {
        var columns =
                List.of(
                        new Column("o.amount", ColumnType.BIGINT),
                        new Column("o.day", ColumnType.DATE));
        Formula formula =
                new And(
                        List.of(
                                new Or(
                                        List.of(
                                                new Comparison(0, Operator.LESS, -3),
                                                new Not(new IsNull(1)))),
                                new Not(new InList(1, List.of(0L), true))));

        assertThat(formula.text(columns))
                .isEqualTo(
                        "(o.amount < -3 OR o.day IS NOT NULL) AND NOT (o.day IN (1970-01-01, NULL))");
        assertThat(formula.renumbered(column -> 1 - column).columns()).containsExactly(1, 0, 0);
    }

    private static String truth(Formula formula) {
        byte[] truth = new byte[ROWS.rows()];
        formula.evaluate(ROWS, truth);
        var text = new StringBuilder();
        for (byte value : truth) {
            text.append("F?T".charAt(value));
        }
        return text.toString();
    }
}
