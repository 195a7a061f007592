package labs.compute.sql;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import labs.compute.table.ColumnType;

/** Values, aggregates and conditions of some columns. */
final class RandomTerms {
    private static final List<String> OPERATORS = List.of("=", "<>", "<", "<=", ">", ">=");

    private final List<Term> columns;
    private final Random random;

    RandomTerms(List<Term> columns, Random random) {
        this.columns = columns;
        this.random = random;
    }

    /**
     * What may stand in a query.
     *
     * @param table of which it is column {@code index}; null if it is no column
     */
    record Term(String text, ColumnType type, RandomTable table, int index) {
        Term(String text, ColumnType type) {
            this(text, type, null, 0);
        }
    }

    /** A column or an expression that goes with a type, or with any if that is null. */
    Term value(ColumnType wanted) {
        boolean isDate = wanted == null ? random.nextInt(4) == 0 : wanted == ColumnType.DATE;
        return isDate ? date() : number(2);
    }

    private Term date() {
        List<Term> dates = columns.stream().filter(c -> c.type() == ColumnType.DATE).toList();
        if (dates.isEmpty()) {
            return new Term("DATE '2020-02-0" + (1 + random.nextInt(9)) + "'", ColumnType.DATE);
        }
        String text = one(dates).text();
        return switch (random.nextInt(4)) {
            case 0 -> new Term(text + " + " + random.nextInt(40), ColumnType.DATE);
            case 1 -> new Term(text + " - " + random.nextInt(40), ColumnType.DATE);
            default -> one(dates);
        };
    }

    private Term number(int depth) {
        List<Term> numbers = columns.stream().filter(c -> c.type() == ColumnType.BIGINT).toList();
        if (depth == 0 || numbers.isEmpty() || random.nextInt(2) == 0) {
            return numbers.isEmpty() || random.nextInt(12) == 0 ? digit() : one(numbers);
        }
        Term a = number(depth - 1);
        Term b = number(depth - 1);
        boolean hasPoint = a.type() == ColumnType.DOUBLE || b.type() == ColumnType.DOUBLE;
        ColumnType both = hasPoint ? ColumnType.DOUBLE : ColumnType.BIGINT;
        return switch (random.nextInt(6)) {
            case 0 -> new Term(a.text() + " + " + inner(b), both);
            case 1 -> new Term(a.text() + " - " + inner(b), both);
            case 2 -> new Term(inner(a) + " * " + random.nextInt(5), a.type());
            case 3 -> new Term("-" + inner(a), a.type());
            case 4 -> new Term(inner(a) + " / " + (1 + random.nextInt(4)), ColumnType.DOUBLE);
            default ->
                    a.type() == ColumnType.DOUBLE
                            ? a
                            : new Term(inner(a) + " % " + (1 + random.nextInt(6)), a.type());
        };
    }

    private static String inner(Term term) {
        boolean isSimple = term.table() != null || term.text().matches("[0-9]");
        return isSimple ? term.text() : "(" + term.text() + ")";
    }

    private Term digit() {
        return new Term(Integer.toString(random.nextInt(10)), ColumnType.BIGINT);
    }

    /** What a group has one of: an aggregate, or an expression of some. */
    Term ofGroup(ColumnType wanted) {
        Term first = aggregate(wanted);
        if (first.type() == ColumnType.DATE || random.nextInt(4) > 0) {
            return first;
        }
        return switch (random.nextInt(4)) {
            case 0 -> new Term(first.text() + " + COUNT(*)", first.type());
            case 1 -> new Term(first.text() + " * 2 - 1", first.type());
            case 2 -> new Term(first.text() + " / 4", ColumnType.DOUBLE);
            default -> new Term("-" + first.text(), first.type());
        };
    }

    private Term aggregate(ColumnType wanted) {
        if (wanted == ColumnType.DATE) {
            return new Term("MAX(" + date().text() + ")", ColumnType.DATE);
        }
        Term of = wanted == null ? value(null) : number(1);
        boolean isWhole = of.type() == ColumnType.BIGINT;
        String argument = "(" + of.text() + ")";
        return switch (random.nextInt(8)) {
            case 0 -> new Term("COUNT(*)", ColumnType.BIGINT);
            case 1 -> new Term("COUNT" + argument, ColumnType.BIGINT);
            case 2, 3 -> new Term("COUNT(DISTINCT " + of.text() + ")", ColumnType.BIGINT);
            case 4 -> new Term((isWhole ? "SUM" : "MIN") + argument, of.type());
            case 5, 6 ->
                    isWhole
                            ? new Term("AVG" + argument, ColumnType.DOUBLE)
                            : new Term("MAX" + argument, of.type());
            default -> new Term("MAX" + argument, of.type());
        };
    }

    /** A condition on groups. */
    String having(List<Term> keys, int depth) {
        if (depth > 0 && random.nextInt(3) == 0) {
            String word = random.nextBoolean() ? " AND " : " OR ";
            return "(" + having(keys, depth - 1) + word + having(keys, depth - 1) + ")";
        }
        Term term = keys.isEmpty() || random.nextInt(4) > 0 ? ofGroup(null) : one(keys);
        String operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
        String literal =
                term.type() == ColumnType.DATE
                        ? "DATE '2019-04-1" + random.nextInt(10) + "'"
                        : Integer.toString(random.nextInt(8) - 2);
        return switch (random.nextInt(6)) {
            case 0 -> term.text() + " IS" + not() + "NULL";
            case 1 -> term.text() + " IN (" + literal + ", NULL, " + literal + ")";
            case 2 -> term.text() + " " + operator + " " + other(term).text();
            case 3 -> "NOT " + term.text() + " " + operator + " " + literal;
            default -> term.text() + " " + operator + " " + literal;
        };
    }

    private Term other(Term term) {
        return term.type() == ColumnType.DATE
                ? new Term("MIN(" + date().text() + ")", ColumnType.DATE)
                : aggregate(ColumnType.BIGINT);
    }

    String condition(List<Term> about, int depth) {
        if (depth > 0) {
            switch (random.nextInt(6)) {
                case 0:
                case 1:
                    return condition(about, depth - 1) + " AND " + condition(about, depth - 1);
                case 2:
                    String either = condition(about, depth - 1);
                    return "(" + either + " OR " + condition(about, depth - 1) + ")";
                case 3:
                    return "NOT (" + condition(about, depth - 1) + ")";
                default:
                    break;
            }
        }
        return simple(one(about), about);
    }

    private String simple(Term term, List<Term> about) {
        List<Term> same = about.stream().filter(other -> other.type() == term.type()).toList();
        String operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
        return switch (random.nextInt(9)) {
            case 0 -> term.text() + " IS NULL";
            case 1 -> term.text() + " IS NOT NULL";
            case 2 -> term.text() + not() + "BETWEEN " + literal(term) + " AND " + literal(term);
            case 3 -> term.text() + not() + "IN (" + values(term) + ")";
            case 4 -> literal(term) + " " + operator + " " + term.text();
            case 5, 6 -> term.text() + " " + operator + " " + one(same).text();
            default -> term.text() + " " + operator + " " + literal(term);
        };
    }

    private String not() {
        return random.nextBoolean() ? " " : " NOT ";
    }

    private String values(Term term) {
        return IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(i -> random.nextInt(8) == 0 ? "NULL" : literal(term))
                .collect(Collectors.joining(", "));
    }

    private String literal(Term term) {
        return term.table().literal(term.index(), random);
    }

    private Term one(List<Term> from) {
        return from.get(random.nextInt(from.size()));
    }
}
