package labs.compute.sql;

import labs.compute.table.ColumnType;
import org.apache.calcite.sql.SqlNode;

/** What conditions compare: columns of tables in WHERE and ON, columns of groups in HAVING. */
interface Operands {
    /** What a condition may be. */
    String SUPPORTED =
            "a condition compares a column with a column or a value (= <> < <= > >=, BETWEEN, IN,"
                    + " IS [NOT] NULL), with AND, OR and NOT between";

    SqlText text();

    /**
     * The number of the column that is meant.
     *
     * @throws SqlException if it is none
     */
    int number(SqlNode node);

    ColumnType type(int column);

    /** For people. */
    String name(int column);

    /** The number of a column with the same numbers as DOUBLEs. */
    int asDouble(int column);
}
