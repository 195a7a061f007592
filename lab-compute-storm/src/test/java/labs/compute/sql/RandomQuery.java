package labs.compute.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import labs.compute.table.Column;
import labs.compute.table.ColumnType;

/** A query of the subset, over two tables. */
final class RandomQuery {
    private static final List<String> OPERATORS = List.of("=", "<>", "<", "<=", ">", ">=");

    private final Random random;
    private final List<Ref> refs;
    private final List<String> outputs = new ArrayList<>(); // as ORDER BY may name them
    private List<Ref> sortable; // by which it may be sorted besides
    private int width;
    private final String text;
    private final String order;
    private final String page;

    /** A column of one of the tables, under the name by which this query calls it. */
    private record Ref(String text, RandomTable table, int index) {
        ColumnType type() {
            return table.columns().get(index).type();
        }
    }

    RandomQuery(RandomTable left, RandomTable right, Random random) {
        this.random = random;
        String a = random.nextInt(3) == 0 || left == right ? "x" : left.name();
        String b = random.nextInt(3) == 0 ? "y" : right.name();
        List<Ref> lefts = refs(left, a, right);
        List<Ref> rights = refs(right, b, left);
        this.refs = Stream.concat(lefts.stream(), rights.stream()).toList();
        boolean isLeft = random.nextInt(5) < 2;
        String select = select(a, left.columns().size(), lefts.size() + rights.size());
        this.text =
                "SELECT "
                        + hint()
                        + select.replaceFirst(" GROUP BY.*", "")
                        + (" FROM " + named(left, a))
                        + (isLeft ? " LEFT JOIN " : " JOIN ")
                        + named(right, b)
                        + (" ON " + on(lefts, rights, isLeft))
                        + (random.nextInt(3) == 0 ? "" : " WHERE " + condition(refs, 3))
                        + (select.contains(" GROUP BY")
                                ? select.substring(select.indexOf(" GROUP BY"))
                                : "");
        this.order = order();
        this.page =
                (random.nextInt(2) == 0 ? "" : " LIMIT " + random.nextInt(20))
                        + (random.nextInt(3) > 0 ? "" : " OFFSET " + random.nextInt(25));
    }

    /** As our planner gets it. */
    String sql() {
        String all = text + (order.isEmpty() ? "" : " ORDER BY " + order) + page;
        return random.nextInt(10) == 0 ? all.toUpperCase(Locale.ROOT) : all;
    }

    /** The same, with all ties broken as ours breaks them: by the other columns, ascending. */
    String withoutTies() {
        String rest =
                IntStream.rangeClosed(1, width)
                        .mapToObj(position -> position + " NULLS LAST")
                        .collect(Collectors.joining(", "));
        return text + " ORDER BY " + (order.isEmpty() ? "" : order + ", ") + rest + page;
    }

    private static String named(RandomTable table, String name) {
        return table.name().equals(name) ? name : table.name() + " AS " + name;
    }

    private List<Ref> refs(RandomTable table, String name, RandomTable other) {
        var names = other.columns().stream().map(Column::name).toList();
        var all = new ArrayList<Ref>();
        for (int c = 0; c < table.columns().size(); c++) {
            String column = table.columns().get(c).name();
            boolean isPlain = !names.contains(column) && random.nextBoolean();
            all.add(new Ref(isPlain ? column : name + "." + column, table, c));
        }
        return all;
    }

    private String hint() {
        return switch (random.nextInt(6)) {
            case 0 -> "/*+ broadcast_hash */ ";
            case 1 -> "/*+ partitioned_hash */ ";
            case 2 -> "/*+ sort_merge */ ";
            default -> "";
        };
    }

    private String on(List<Ref> lefts, List<Ref> rights, boolean isLeft) {
        Ref a = one(lefts);
        List<Ref> sameType = rights.stream().filter(r -> r.type() == a.type()).toList();
        String equality =
                sameType.isEmpty()
                        ? lefts.get(0).text() + " = " + rights.get(0).text()
                        : turned(a.text(), one(sameType).text());
        if (random.nextInt(3) > 0) {
            return equality;
        }
        return equality + " AND " + condition(isLeft ? rights : refs, 1);
    }

    private String turned(String a, String b) {
        return random.nextBoolean() ? a + " = " + b : b + " = " + a;
    }

    private String select(String a, int leftWidth, int bothWidths) {
        int kind = random.nextInt(10);
        sortable = refs;
        if (kind == 0) {
            width = bothWidths;
            return "*";
        }
        if (kind == 1) {
            width = leftWidth + 1;
            return a + ".*, " + one(refs).text();
        }
        return kind < 5 ? list(some(refs, 4)) : grouped(kind < 9);
    }

    private String list(List<Ref> columns) {
        return items(columns.stream().map(Ref::text).toList());
    }

    private String grouped(boolean hasKeys) {
        List<Ref> keys = hasKeys ? some(refs, 2) : List.of();
        sortable = keys;
        var texts = new ArrayList<String>();
        keys.stream().filter(key -> random.nextInt(4) > 0).map(Ref::text).forEach(texts::add);
        int aggregates = random.nextInt(3) + (texts.isEmpty() ? 1 : 0);
        for (int i = 0; i < aggregates; i++) {
            texts.add(random.nextInt(texts.size() + 1), aggregate());
        }
        String by = keys.stream().map(Ref::text).collect(Collectors.joining(", "));
        return items(texts) + (hasKeys ? " GROUP BY " + by : "");
    }

    private String aggregate() {
        Ref ref = one(refs);
        return switch (random.nextInt(5)) {
            case 0 -> "COUNT(*)";
            case 1 -> "COUNT(" + ref.text() + ")";
            case 2 -> "MIN(" + ref.text() + ")";
            case 3 -> "MAX(" + ref.text() + ")";
            default -> (ref.type() == ColumnType.DATE ? "MAX(" : "SUM(") + ref.text() + ")";
        };
    }

    private String items(List<String> texts) {
        var items = new ArrayList<String>();
        for (String item : texts) {
            boolean hasAlias = random.nextInt(3) == 0;
            String alias = "c" + width++;
            items.add(hasAlias ? item + " AS " + alias : item);
            outputs.add(hasAlias && random.nextBoolean() ? alias : Integer.toString(width));
            outputs.add(item);
        }
        return String.join(", ", items);
    }

    private String order() {
        var candidates = new ArrayList<>(outputs);
        sortable.forEach(ref -> candidates.add(ref.text()));
        if (candidates.isEmpty()) {
            return "";
        }
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> candidates.get(random.nextInt(candidates.size())) + direction())
                .collect(Collectors.joining(", "));
    }

    private String direction() {
        return List.of("", "", " ASC", " DESC", " DESC").get(random.nextInt(5))
                + List.of("", "", " NULLS FIRST", " NULLS LAST").get(random.nextInt(4));
    }

    private String condition(List<Ref> about, int depth) {
        if (depth > 0) {
            switch (random.nextInt(6)) {
                case 0:
                case 1:
                    return condition(about, depth - 1) + " AND " + condition(about, depth - 1);
                case 2:
                    return "("
                            + condition(about, depth - 1)
                            + " OR "
                            + condition(about, depth - 1)
                            + ")";
                case 3:
                    return "NOT (" + condition(about, depth - 1) + ")";
                default:
                    break;
            }
        }
        return simple(one(about), about);
    }

    private String simple(Ref ref, List<Ref> about) {
        List<Ref> same = about.stream().filter(other -> other.type() == ref.type()).toList();
        String operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
        return switch (random.nextInt(9)) {
            case 0 -> ref.text() + " IS NULL";
            case 1 -> ref.text() + " IS NOT NULL";
            case 2 -> ref.text() + not() + "BETWEEN " + literal(ref) + " AND " + literal(ref);
            case 3 -> ref.text() + not() + "IN (" + values(ref) + ")";
            case 4 -> literal(ref) + " " + operator + " " + ref.text();
            case 5, 6 -> ref.text() + " " + operator + " " + one(same).text();
            default -> ref.text() + " " + operator + " " + literal(ref);
        };
    }

    private String not() {
        return random.nextBoolean() ? " " : " NOT ";
    }

    private String values(Ref ref) {
        return IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(i -> random.nextInt(8) == 0 ? "NULL" : literal(ref))
                .collect(Collectors.joining(", "));
    }

    private String literal(Ref ref) {
        return ref.table().literal(ref.index(), random);
    }

    private Ref one(List<Ref> from) {
        return from.get(random.nextInt(from.size()));
    }

    private List<Ref> some(List<Ref> from, int most) {
        return IntStream.rangeClosed(0, random.nextInt(most)).mapToObj(i -> one(from)).toList();
    }
}
