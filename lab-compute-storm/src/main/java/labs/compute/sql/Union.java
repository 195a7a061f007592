package labs.compute.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import labs.compute.query.Condition;
import labs.compute.query.Formula;
import labs.compute.query.Select;
import labs.compute.query.ToDouble;
import labs.compute.query.Value;
import labs.compute.sort.SortKey;
import labs.compute.sort.SortOrder;
import labs.compute.table.Column;
import labs.compute.table.ColumnType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;

/** The SELECTs of a UNION ALL: what their columns have in common. */
final class Union {
    private final SqlText text;
    private final List<Planned.Part> parts;
    private final List<Column> columns;

    /**
     * @throws SqlException if they have not as many columns, or columns of different types
     */
    Union(SqlText text, List<Planned.Part> parts) {
        this.text = text;
        parts.forEach(part -> requireAsMany(text, parts.get(0), part));
        this.columns = columns(text, parts);
        this.parts = parts.stream().map(this::fitted).toList();
    }

    private static void requireAsMany(SqlText text, Planned.Part first, Planned.Part other) {
        int wanted = first.rows().shown();
        List<SelectList.Item> items = other.rows().items();
        if (items.size() != wanted) {
            String problem = "%d columns, and the first SELECT has %d: UNION ALL takes as many";
            throw text.refuse(items.get(0).place(), problem.formatted(items.size(), wanted));
        }
    }

    /** Names as the first SELECT has them. */
    private static List<Column> columns(SqlText text, List<Planned.Part> parts) {
        var columns = new ArrayList<>(parts.get(0).rows().columns());
        for (Planned.Part part : parts) {
            for (int i = 0; i < columns.size(); i++) {
                SelectList.Item item = part.rows().items().get(i);
                columns.set(i, common(text, columns.get(i), item));
            }
        }
        return columns;
    }

    private static Column common(SqlText text, Column column, SelectList.Item item) {
        ColumnType type = item.term().type();
        if (type == column.type()) {
            return column;
        }
        if (type == ColumnType.DATE || column.type() == ColumnType.DATE) {
            String problem = "%s is a %s, and the SELECT before has a %s there";
            throw text.refuse(item.place(), problem.formatted(item.name(), type, column.type()));
        }
        return new Column(column.name(), ColumnType.DOUBLE);
    }

    /**
     * The same with DOUBLEs where another SELECT has them. HAVING goes on to see what was there.
     */
    private Planned.Part fitted(Planned.Part part) {
        Select select = part.select();
        var output = new ArrayList<Value>(select.output());
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).type() == ColumnType.DOUBLE) {
                output.set(i, ToDouble.of(output.get(i)));
            }
        }
        Condition having = select.having();
        if (having instanceof Formula formula) {
            output.addAll(select.output());
            having = formula.renumbered(column -> column + select.output().size());
        }
        return new Planned.Part(
                select.with(output, having),
                part.from(),
                part.rows(),
                part.choice(),
                part.left(),
                part.right());
    }

    List<Planned.Part> parts() {
        return parts;
    }

    List<Column> columns() {
        return columns;
    }

    /**
     * What ORDER BY says: behind a UNION ALL it knows the answer's columns only.
     *
     * @throws SqlException if it names anything else
     */
    SortOrder order(List<SqlNode> nodes) {
        return SortOrder.of(columns.size(), nodes.stream().map(this::key).toArray(SortKey[]::new));
    }

    private SortKey key(SqlNode node) {
        OrderBy.Key<Integer> key = OrderBy.key(node, this::column);
        return new SortKey(key.term(), key.isDescending(), key.nullsFirst());
    }

    private int column(SqlNode node) {
        if (node instanceof SqlNumericLiteral) {
            List<SelectList.Item> items = parts.get(0).rows().items();
            return items.lastIndexOf(SelectList.at(items, node, text));
        }
        String problem = "behind a UNION ALL, ORDER BY takes names and positions of the answer";
        if (!(node instanceof SqlIdentifier name) || !name.isSimple()) {
            throw text.refuse(node, problem);
        }
        List<Integer> named =
                IntStream.range(0, columns.size())
                        .filter(i -> columns.get(i).name().equals(name.getSimple()))
                        .boxed()
                        .toList();
        if (named.size() != 1) {
            String why = named.isEmpty() ? "no column " : named.size() + " columns ";
            throw text.refuse(node, problem + ", which has " + why + name);
        }
        return named.get(0);
    }
}
