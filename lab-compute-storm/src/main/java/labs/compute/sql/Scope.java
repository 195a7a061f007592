package labs.compute.sql;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import labs.compute.table.Column;
import labs.compute.table.ColumnType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/**
 * Which columns a query's names mean. Columns have numbers: those of the first table from 0, those
 * of the second one, if there is one, behind them.
 */
record Scope(SqlText text, List<Source> sources) implements Operands {
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
        List<Source> having = sources.stream().filter(s -> s.find(column) >= 0).toList();
        if (having.size() > 1) {
            String both =
                    having.stream()
                            .map(source -> source.name() + "." + column)
                            .collect(Collectors.joining(" or "));
            throw text.refuse(name, column + " is ambiguous: write " + both);
        }
        if (having.isEmpty()) {
            throw text.refuse(name, "there is no column " + column + ": " + described());
        }
        return having.get(0).find(column);
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
        return sources.stream()
                .filter(source -> source.name().equals(wanted))
                .findFirst()
                .orElseThrow(
                        () ->
                                text.refuse(
                                        name.getComponentParserPosition(0),
                                        "there is no table " + wanted + ": " + described()));
    }

    private String described() {
        return sources.stream().map(Source::described).collect(Collectors.joining("; "));
    }

    private Source of(int column) {
        return sources.stream().filter(s -> s.has(column)).findFirst().orElseThrow();
    }

    int width() {
        return sources.stream().mapToInt(Source::width).sum();
    }

    /** Whether there is a column that a name without a table's means. */
    boolean has(String column) {
        return sources.stream().anyMatch(source -> source.find(column) >= 0);
    }

    @Override
    public int number(SqlNode node) {
        if (node instanceof SqlIdentifier name && !name.isStar()) {
            return resolve(name);
        }
        throw text.refuse(node, SUPPORTED);
    }

    @Override
    public int asDouble(int column) {
        throw new IllegalStateException("no table has a DOUBLE");
    }

    @Override
    public ColumnType type(int column) {
        return of(column).column(column).type();
    }

    /** The column's own name. */
    String plainName(int column) {
        return of(column).column(column).name();
    }

    /** With its table's name before it. */
    @Override
    public String name(int column) {
        return of(column).name() + "." + plainName(column);
    }

    /** All columns by number, with their tables' names before theirs. */
    List<Column> columns() {
        return IntStream.range(0, width())
                .mapToObj(number -> new Column(name(number), type(number)))
                .toList();
    }
}
