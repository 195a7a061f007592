package labs.compute.sql;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import labs.compute.join.JoinSpec;
import labs.compute.join.JoinSpec.Equality;
import labs.compute.query.Formula;
import labs.compute.query.Grouping;
import labs.compute.query.Plan;
import labs.compute.query.Scan;
import labs.compute.query.Select;
import labs.compute.query.Value;
import labs.compute.sort.SortKey;
import labs.compute.table.Column;

/** A plan as a tree: what stands further right is done first. */
final class Explain {
    private final Planned planned;
    private final Plan plan;
    private final PlanOptions options;
    private final StringBuilder out = new StringBuilder();
    private int depth;

    private Explain(Planned planned, PlanOptions options) {
        this.planned = planned;
        this.plan = planned.plan();
        this.options = options;
    }

    static String text(Planned planned, PlanOptions options) throws IOException {
        return new Explain(planned, options).text();
    }

    private String text() throws IOException {
        add(page());
        add("sort by %s: %d ranges", order(), options.ranges());
        if (planned.parts().size() > 1) {
            add("union all of " + count(planned.parts().size(), "SELECT"));
        }
        int inner = depth;
        for (Planned.Part part : planned.parts()) {
            depth = inner;
            select(part);
        }
        return out.toString();
    }

    private void select(Planned.Part part) throws IOException {
        Select select = part.select();
        List<Column> columns = select.output().stream().map(Explain::column).toList();
        if (select.having() instanceof Formula having) {
            add("having %s", having.text(columns));
        }
        List<Column> joined = joined(part);
        select.grouping().ifPresent(grouping -> add("group%s", grouped(select, grouping, joined)));
        if (select.where() instanceof Formula where) {
            add("filter %s", where.text(joined));
        }
        if (select.isJoin()) {
            add(join(part, joined));
        }
        scan(part.from().left(), select.left(), part.left());
        if (select.isJoin()) {
            scan(part.from().right(), select.right(), part.right());
        }
    }

    private static Column column(Value value) {
        return new Column(value.text(), value.type());
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

    private String grouped(Select select, Grouping grouping, List<Column> joined) {
        Stream<Column> more = select.derived().stream().map(Explain::column);
        List<Column> columns = Stream.concat(joined.stream(), more).toList();
        var parts = new ArrayList<String>();
        parts.add(grouping.keys().isEmpty() ? "" : " by " + names(grouping.keys(), columns));
        if (!grouping.aggregates().isEmpty()) {
            parts.add(
                    grouping.aggregates().stream()
                            .map(Grouping.Aggregate::text)
                            .collect(Collectors.joining(", ")));
        }
        int partitions = grouping.keys().isEmpty() ? 1 : options.partitions();
        return String.join(": ", parts) + ": partial, then in " + count(partitions, "partition");
    }

    private String join(Planned.Part part, List<Column> joined) {
        JoinSpec spec = part.select().join();
        var equal = new ArrayList<String>();
        equal.add(equality(new Equality(spec.leftKey(), spec.rightKey()), spec, joined));
        spec.also().forEach(also -> equal.add(equality(also, spec, joined)));
        String how =
                switch (part.select().strategy()) {
                    case BROADCAST_HASH -> "the right table to every task";
                    case PARTITIONED_HASH, SORT_MERGE -> count(options.partitions(), "partition");
                };
        return "%s join on %s: %s, %s, because %s"
                .formatted(
                        spec.type(),
                        String.join(" and ", equal),
                        part.select().strategy(),
                        how,
                        part.choice().why());
    }

    private static String equality(Equality equality, JoinSpec spec, List<Column> joined) {
        return joined.get(equality.left()).name()
                + " = "
                + joined.get(spec.leftWidth() + equality.right()).name();
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
    private static List<Column> joined(Planned.Part part) {
        Select select = part.select();
        var columns = new ArrayList<>(kept(part.from().left(), select.left()));
        if (select.isJoin()) {
            columns.addAll(kept(part.from().right(), select.right()));
        }
        return columns;
    }

    private static List<Column> kept(Source source, Scan scan) {
        return scanned(source, scan).subList(0, scan.width());
    }

    private static List<Column> scanned(Source source, Scan scan) {
        return scan.columns().stream()
                .map(index -> source.column(source.start() + index))
                .map(column -> new Column(source.name() + "." + column.name(), column.type()))
                .toList();
    }

    private static List<Integer> range(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static String names(List<Integer> indexes, List<Column> columns) {
        return indexes.stream()
                .map(index -> columns.get(index).name())
                .collect(Collectors.joining(", "));
    }

    private static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
