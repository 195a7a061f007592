package labs.compute.sql;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import labs.compute.table.Column;
import labs.compute.table.ColumnType;
import org.apache.calcite.sql.SqlIdentifier;

/**
 * Which columns a query's names mean. Columns have numbers: those of the left table from 0, those
 * of the right one behind them.
 */
record Scope(SqlText text, Source left, Source right) {
    /**
     * The number of the column that is meant.
     *
     * @throws SqlException if there is none, or one in both tables
     */
    int resolve(SqlIdentifier name) {
        // BEGIN SOLUTION
        return switch (name.names.size()) {
            case 1 -> unqualified(name);
            case 2 -> qualified(name);
            default -> throw text.refuse(name, name + " has too many parts: write table.column");
        };
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    // BEGIN SOLUTION
    private int unqualified(SqlIdentifier name) {
        String column = name.getSimple();
        int inLeft = left.find(column);
        int inRight = right.find(column);
        if (inLeft >= 0 && inRight >= 0) {
            String both = left.name() + "." + column + " or " + right.name() + "." + column;
            throw text.refuse(name, column + " is ambiguous: write " + both);
        }
        if (inLeft < 0 && inRight < 0) {
            throw text.refuse(name, "there is no column " + column + ": " + described());
        }
        return Math.max(inLeft, inRight);
    }

    private int qualified(SqlIdentifier name) {
        Source source = source(name);
        int number = source.find(name.names.get(1));
        if (number < 0) {
            String problem = "there is no column " + name + ": " + source.described();
            throw text.refuse(name.getComponentParserPosition(1), problem);
        }
        return number;
    }

    // END SOLUTION
    /**
     * The table that the first part of a name means.
     *
     * @throws SqlException if there is none of that name
     */
    Source source(SqlIdentifier name) {
        String wanted = name.names.get(0);
        return Stream.of(left, right)
                .filter(source -> source.name().equals(wanted))
                .findFirst()
                .orElseThrow(
                        () ->
                                text.refuse(
                                        name.getComponentParserPosition(0),
                                        "there is no table " + wanted + ": " + described()));
    }

    private String described() {
        return left.described() + "; " + right.described();
    }

    private Source of(int column) {
        return left.has(column) ? left : right;
    }

    int width() {
        return left.width() + right.width();
    }

    ColumnType type(int column) {
        return of(column).column(column).type();
    }

    /** The column's own name. */
    String plainName(int column) {
        return of(column).column(column).name();
    }

    /** With its table's name before it. */
    String name(int column) {
        return of(column).name() + "." + plainName(column);
    }

    /** All columns by number, with their tables' names before theirs. */
    List<Column> columns() {
        return IntStream.range(0, width())
                .mapToObj(number -> new Column(name(number), type(number)))
                .toList();
    }
}
