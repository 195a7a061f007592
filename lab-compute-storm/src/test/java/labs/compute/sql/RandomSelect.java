package labs.compute.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import labs.compute.sql.RandomTerms.Term;
import labs.compute.table.Column;
import labs.compute.table.ColumnType;

/** A SELECT of the subset, over one table or two. */
final class RandomSelect {
    private final Random random;
    private final List<Term> columns; // of both tables
    private final RandomTerms terms;
    private final List<String> names = new ArrayList<>(); // positions and names of the answer
    private final List<String> sortable = new ArrayList<>(); // and what else may be sorted by
    private final List<ColumnType> types = new ArrayList<>();
    private final String text;

    /**
     * @param wanted the types that its columns have to go with, or none
     */
    RandomSelect(RandomTable left, RandomTable right, List<ColumnType> wanted, Random random) {
        this.random = random;
        boolean isOne = random.nextInt(5) == 0;
        String a = random.nextInt(3) == 0 || left == right ? "x" : left.name();
        String b = random.nextInt(3) == 0 ? "y" : right.name();
        List<Term> lefts = columns(left, a, isOne ? null : right);
        List<Term> rights = isOne ? List.of() : columns(right, b, left);
        this.columns = Stream.concat(lefts.stream(), rights.stream()).toList();
        this.terms = new RandomTerms(columns, random);
        String from = named(left, a) + (isOne ? "" : joined(named(right, b), lefts, rights));
        String where = random.nextInt(3) == 0 ? "" : " WHERE " + terms.condition(columns, 3);
        String hint = isOne || from.contains(" FULL ") ? "" : hint();
        int kind = random.nextInt(12);
        this.text =
                "SELECT "
                        + hint
                        + (wanted.isEmpty() && kind == 0 ? star() : kind < 5 ? plain(wanted) : "")
                        + grouped(kind, wanted, from + where);
    }

    String text() {
        return text;
    }

    List<ColumnType> types() {
        return types;
    }

    /** As ORDER BY behind a UNION ALL may name its columns. */
    List<String> names() {
        return names;
    }

    List<String> sortable() {
        return sortable;
    }

    private static String named(RandomTable table, String name) {
        return table.name().equals(name) ? name : table.name() + " AS " + name;
    }

    private List<Term> columns(RandomTable table, String name, RandomTable other) {
        List<String> others =
                other == null ? List.of() : other.columns().stream().map(Column::name).toList();
        var all = new ArrayList<Term>();
        for (int c = 0; c < table.columns().size(); c++) {
            Column column = table.columns().get(c);
            boolean isPlain = !others.contains(column.name()) && random.nextBoolean();
            String text = isPlain ? column.name() : name + "." + column.name();
            all.add(new Term(text, column.type(), table, c));
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

    private String joined(String right, List<Term> lefts, List<Term> rights) {
        String type = List.of("", "", " INNER", " LEFT", " RIGHT", " FULL").get(random.nextInt(6));
        var on = new StringBuilder(equality(lefts, rights));
        if (random.nextInt(3) == 0) {
            on.append(" AND ").append(equality(lefts, rights));
        }
        List<Term> about =
                switch (type) {
                    case " LEFT" -> rights;
                    case " RIGHT" -> lefts;
                    case " FULL" -> List.of();
                    default -> columns(lefts, rights);
                };
        if (random.nextInt(3) == 0 && !about.isEmpty()) {
            on.append(" AND ").append(new RandomTerms(about, random).condition(about, 1));
        }
        return type + " JOIN " + right + " ON " + on;
    }

    private static List<Term> columns(List<Term> lefts, List<Term> rights) {
        return Stream.concat(lefts.stream(), rights.stream()).toList();
    }

    private String equality(List<Term> lefts, List<Term> rights) {
        Term a = one(lefts);
        List<Term> same = rights.stream().filter(r -> r.type() == a.type()).toList();
        String left = same.isEmpty() ? lefts.get(0).text() : a.text();
        String right = same.isEmpty() ? rights.get(0).text() : one(same).text();
        return random.nextBoolean() ? left + " = " + right : right + " = " + left;
    }

    private String star() {
        columns.forEach(column -> types.add(column.type()));
        for (int i = 1; i <= types.size(); i++) {
            names.add(Integer.toString(i));
        }
        columns.forEach(column -> sortable.add(column.text()));
        return "*";
    }

    private String plain(List<ColumnType> wanted) {
        columns.forEach(column -> sortable.add(column.text()));
        var items = new ArrayList<Term>();
        for (int i = 0; i < count(wanted, 4); i++) {
            items.add(terms.value(wanted.isEmpty() ? null : wanted.get(i)));
        }
        return items(items);
    }

    private int count(List<ColumnType> wanted, int most) {
        return wanted.isEmpty() ? 1 + random.nextInt(most) : wanted.size();
    }

    /** FROM and what is behind it, and before it the columns if the query groups. */
    private String grouped(int kind, List<ColumnType> wanted, String from) {
        if (kind < 5) {
            return " FROM " + from;
        }
        List<Term> keys = new ArrayList<>();
        for (int i = kind < 10 ? 1 + random.nextInt(2) : 0; i > 0; i--) {
            keys.add(random.nextInt(3) == 0 ? terms.value(null) : one(columns));
        }
        keys.removeIf(key -> key.text().matches("[^a-zA-Z]*|DATE '.*'")); // positions, as it were
        var items = new ArrayList<Term>();
        for (int i = 0; i < count(wanted, 3); i++) {
            ColumnType type = wanted.isEmpty() ? null : wanted.get(i);
            items.add(item(keys, type));
        }
        String select = items(items);
        keys.forEach(key -> sortable.add(key.text()));
        String by = keys.stream().map(key -> by(key, items)).collect(Collectors.joining(", "));
        String having = random.nextInt(3) > 0 ? "" : " HAVING " + terms.having(keys, 2);
        return select + " FROM " + from + (by.isEmpty() ? "" : " GROUP BY " + by) + having;
    }

    private Term item(List<Term> keys, ColumnType type) {
        List<Term> fitting = keys.stream().filter(key -> goes(key.type(), type)).toList();
        return fitting.isEmpty() || random.nextInt(3) == 0 ? terms.ofGroup(type) : one(fitting);
    }

    private static boolean goes(ColumnType type, ColumnType wanted) {
        return wanted == null || (type == ColumnType.DATE) == (wanted == ColumnType.DATE);
    }

    /** A key itself, or its position or name in the answer. */
    private String by(Term key, List<Term> items) {
        int index = items.indexOf(key);
        return index >= 0 && random.nextBoolean() ? names.get(index) : key.text();
    }

    private String items(List<Term> items) {
        var texts = new ArrayList<String>();
        for (Term item : items) {
            boolean hasAlias = random.nextInt(3) == 0;
            String alias = "c" + types.size();
            types.add(item.type());
            texts.add(hasAlias ? item.text() + " AS " + alias : item.text());
            names.add(hasAlias && random.nextBoolean() ? alias : Integer.toString(types.size()));
            sortable.add(names.get(names.size() - 1));
            if (!item.text().matches("[^a-zA-Z]*|DATE '.*'")) {
                sortable.add(item.text());
            }
        }
        return String.join(", ", texts);
    }

    private Term one(List<Term> from) {
        return from.get(random.nextInt(from.size()));
    }
}
