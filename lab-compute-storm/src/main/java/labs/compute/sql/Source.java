package labs.compute.sql;

import labs.compute.table.Column;
import labs.compute.table.Table;

/**
 * A table under the name that a query gives it.
 *
 * @param start the number of its first column, in the counting of {@link Scope}
 */
record Source(String name, Table table, int start) {
    int width() {
        return table.columns().size();
    }

    /** The number of a column, or -1. */
    int find(String column) {
        int index = table.indexOf(column);
        return index < 0 ? -1 : start + index;
    }

    boolean has(int column) {
        return column >= start && column < start + width();
    }

    Column column(int number) {
        return table.columns().get(number - start);
    }

    /** For a message: {@code u (users) has id, name}. */
    String described() {
        String real = name.equals(table.name()) ? "" : " (" + table.name() + ")";
        String columns = String.join(", ", table.columns().stream().map(Column::name).toList());
        return name + real + " has " + columns;
    }
}
