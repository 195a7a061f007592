package labs.compute.sql;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import labs.compute.query.Formula;
import labs.compute.query.Grouping;
import labs.compute.query.Plan;
import labs.compute.query.Scan;
import labs.compute.sort.SortKey;
import labs.compute.table.Column;

/** A plan as a tree: what stands further right is done first. */
final class Explain {
    private final Planned planned;
    private final Plan plan;
    private final Scope scope;
    private final PlanOptions options;
    private final StringBuilder out = new StringBuilder();
    private int depth;

    private Explain(Planned planned, PlanOptions options) {
        this.planned = planned;
        this.plan = planned.plan();
        this.scope = planned.scope();
        this.options = options;
    }

    static String text(Planned planned, PlanOptions options) throws IOException {
        return new Explain(planned, options).text();
    }

    private String text() throws IOException {
        add(page());
        add("sort by %s: %d ranges", order(), options.partitions());
        List<Column> joined = joined();
        plan.grouping().ifPresent(grouping -> add("group%s", grouped(grouping, joined)));
        if (plan.where() instanceof Formula where) {
            add("filter %s", where.text(joined));
        }
        add(join(joined));
        scan(scope.left(), plan.left(), planned.left());
        scan(scope.right(), plan.right(), planned.right());
        return out.toString();
    }

    private void add(String format, Object... values) {
        add(String.format(Locale.ROOT, format, values));
    }

    private void add(String line) {
        out.append("  ".repeat(depth++)).append(line).append('\n');
    }

    private String page() {
        String columns =
                plan.columns().subList(0, plan.shown()).stream()
                        .map(Column::name)
                        .collect(Collectors.joining(", "));
        String limit = plan.limit() == Long.MAX_VALUE ? "" : " limit " + plan.limit();
        String offset = plan.offset() == 0 ? "" : " offset " + plan.offset();
        return "answer " + columns + (limit + offset).replaceFirst("^ ", ": ");
    }

    private String order() {
        return plan.order().keys().stream().map(this::key).collect(Collectors.joining(", "));
    }

    private String key(SortKey key) {
        return plan.columns().get(key.column()).name()
                + (key.isDescending() ? " DESC" : "")
                + (key.nullsFirst() ? " NULLS FIRST" : "");
    }

    private String grouped(Grouping grouping, List<Column> joined) {
        var parts = new ArrayList<String>();
        parts.add(grouping.keys().isEmpty() ? "" : " by " + names(grouping.keys(), joined));
        if (!grouping.aggregates().isEmpty()) {
            parts.add(
                    grouping.aggregates().stream()
                            .map(a -> a.function() + "(" + name(a.column(), joined) + ")")
                            .collect(Collectors.joining(", ")));
        }
        int partitions = grouping.keys().isEmpty() ? 1 : options.partitions();
        return String.join(": ", parts) + ": partial, then in " + count(partitions, "partition");
    }

    private String join(List<Column> joined) {
        String left = name(plan.join().leftKey(), joined);
        String right = name(plan.join().leftWidth() + plan.join().rightKey(), joined);
        String how =
                switch (plan.strategy()) {
                    case BROADCAST_HASH -> "the right table to every task";
                    case PARTITIONED_HASH, SORT_MERGE -> count(options.partitions(), "partition");
                };
        return "%s join on %s = %s: %s, %s, because %s"
                .formatted(plan.join().type(), left, right, plan.strategy(), how, because());
    }

    private String because() {
        return planned.choice().why();
    }

    private void scan(Source source, Scan scan, TableSize size) throws IOException {
        List<Column> columns = scanned(source, scan);
        add("scan %s: %s", named(source), size(source, size));
        int inner = depth;
        add("reads %s of %d columns", names(range(columns.size()), columns), source.width());
        depth = inner;
        if (scan.filter() instanceof Formula filter) {
            add("keeps %s", filter.text(columns));
            depth = inner;
        }
        if (scan.width() < columns.size()) {
            add("sends %s", names(range(scan.width()), columns));
        }
        depth = inner - 1;
    }

    private String size(Source source, TableSize size) throws IOException {
        return String.format(
                Locale.ROOT,
                "about %,d rows, %s in %s",
                size.rows(),
                TableSize.text(size.bytes()),
                count(source.table().splits(options.splitBytes()).size(), "split"));
    }

    private static String named(Source source) {
        String table = source.table().name();
        return table.equals(source.name()) ? table : table + " " + source.name();
    }

    /** The columns of a joined row. */
    private List<Column> joined() {
        var columns =
                new ArrayList<>(scanned(scope.left(), plan.left()).subList(0, plan.left().width()));
        columns.addAll(scanned(scope.right(), plan.right()).subList(0, plan.right().width()));
        return columns;
    }

    private List<Column> scanned(Source source, Scan scan) {
        return scan.columns().stream()
                .map(index -> source.start() + index)
                .map(number -> new Column(scope.name(number), scope.type(number)))
                .toList();
    }

    private static List<Integer> range(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static String names(List<Integer> indexes, List<Column> columns) {
        return indexes.stream()
                .map(index -> name(index, columns))
                .collect(Collectors.joining(", "));
    }

    private static String name(int index, List<Column> columns) {
        return index < 0 ? "*" : columns.get(index).name();
    }

    private static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
