package labs.compute.sql;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlValidatorException;

/**
 * Text to tree, by Calcite's parser: the one called Babel, to which words like DAY and YEAR are
 * names when they stand where a name does. All names come out in lower case.
 */
final class SqlParsing {
    private static final SqlParser.Config CONFIG =
            SqlParser.config()
                    .withParserFactory(SqlBabelParserImpl.FACTORY)
                    .withConformance(SqlConformanceEnum.BABEL)
                    .withQuoting(Quoting.DOUBLE_QUOTE)
                    .withUnquotedCasing(Casing.TO_LOWER)
                    .withQuotedCasing(Casing.TO_LOWER);

    /** What of SQL this one knows; of hundreds of words that Calcite expects, these are named. */
    private static final List<String> KNOWN =
            List.of(
                    "SELECT", "FROM", "INNER", "LEFT", "RIGHT", "FULL", "JOIN", "ON", "WHERE",
                    "GROUP", "HAVING", "UNION", "ORDER", "LIMIT", "OFFSET", "FETCH", "AND", "OR",
                    "NOT", "BETWEEN", "IN", "IS", "ASC", "DESC", "NULLS", ",", "(", ")", "=");

    private static final Pattern ENCOUNTERED = Pattern.compile("Encountered \"(.*?)\" at line");
    private static final String NOT_SUPPORTED = "this part of SQL is not supported";
    private static final int MOST_SELECTS = 16;

    /** A chain of thousands of signs is a deep recursion in Calcite. */
    private static final long STACK = 256L << 20;

    private SqlParsing() {}

    /**
     * A query's parts.
     *
     * @param selects with UNION ALL between them
     * @param order empty if there is none
     * @param offset null if there is none; as is {@code limit}
     */
    record Query(List<SqlSelect> selects, SqlNodeList order, SqlNode offset, SqlNode limit) {}

    /**
     * Reads a query.
     *
     * @throws SqlException if it is not one
     */
    static Query parse(SqlText text) {
        SqlNode node = tree(text);
        return node instanceof SqlOrderBy ordered
                ? new Query(
                        selects(text, ordered.query),
                        ordered.orderList,
                        ordered.offset,
                        ordered.fetch)
                : new Query(selects(text, node), SqlNodeList.EMPTY, null, null);
    }

    private static List<SqlSelect> selects(SqlText text, SqlNode node) {
        var selects = new ArrayDeque<SqlSelect>();
        SqlNode rest = node;
        while (isUnionAll(rest) && selects.size() < MOST_SELECTS) {
            selects.addFirst(select(text, ((SqlCall) rest).operand(1)));
            rest = ((SqlCall) rest).operand(0);
        }
        if (isUnionAll(rest)) {
            throw text.refuse(rest, "at most " + MOST_SELECTS + " SELECTs with UNION ALL between");
        }
        selects.addFirst(select(text, rest));
        return List.copyOf(selects);
    }

    private static boolean isUnionAll(SqlNode node) {
        return node instanceof SqlCall call
                && call.getOperator() instanceof SqlSetOperator union
                && union.getKind() == SqlKind.UNION
                && union.isAll();
    }

    private static SqlSelect select(SqlText text, SqlNode node) {
        if (node instanceof SqlSelect select) {
            return select;
        }
        if (node instanceof SqlOrderBy ordered) {
            throw text.refuse(
                    ordered,
                    "ORDER BY, LIMIT and OFFSET belong behind the last SELECT: they are of"
                            + " all rows");
        }
        if (isUnionAll(node)) {
            throw text.refuse(node, "leave the parentheses around this UNION ALL out");
        }
        String found = node.getKind().toString().replace('_', ' ');
        boolean isBetween =
                node instanceof SqlCall call && call.getOperator() instanceof SqlSetOperator;
        throw text.refuse(
                isBetween ? text.behind(((SqlCall) node).operand(0)) : node.getParserPosition(),
                found + " is not supported: write SELECT … FROM …, and UNION ALL between");
    }

    private static SqlNode tree(SqlText text) {
        if (!new Tokens(text.query()).next()) {
            throw text.refuse(new SqlParserPos(1, 1), "there is no query");
        }
        Nesting.check(text);
        var parser = new FutureTask<>(() -> SqlParser.create(text.query(), CONFIG).parseStmt());
        new Thread(null, parser, "sql-parser", STACK).start();
        try {
            return parser.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a query was read", e);
        } catch (ExecutionException e) {
            throw refused(text, e.getCause());
        }
    }

    private static SqlException refused(SqlText text, Throwable failure) {
        return failure instanceof SqlParseException e
                ? text.refuse(place(text, e), problem(e))
                : text.refuse(new SqlParserPos(1, 1), NOT_SUPPORTED);
    }

    /** Where the parser says; else at the first word that it is known to stumble over. */
    private static SqlParserPos place(SqlText text, SqlParseException e) {
        if (e.getPos() != null) {
            return e.getPos();
        }
        for (Tokens tokens = new Tokens(text.query()); tokens.next(); ) {
            if (tokens.upper().equals("INTERVAL")) {
                return tokens.place();
            }
        }
        return new SqlParserPos(1, 1);
    }

    private static String problem(SqlParseException e) {
        String message = String.valueOf(e.getMessage());
        Matcher encountered = ENCOUNTERED.matcher(message);
        if (encountered.find()) {
            String found = encountered.group(1).replace("<EOF>", "the end").replace("\\'", "'");
            return "did not expect " + found + expected(e);
        }
        if (message.startsWith("Non-query expression")) {
            return "a query begins with SELECT, or with EXPLAIN";
        }
        if (message.startsWith("Lexical error")) {
            return "this ends too early, or has a character that SQL does not know";
        }
        // What Calcite says in a sentence is of these kinds; all else are names of classes.
        boolean isSentence =
                e.getCause() instanceof CalciteContextException
                        || e.getCause() instanceof CalciteException;
        return isSentence || e.getCause() instanceof SqlValidatorException
                ? message.lines().findFirst().orElse("this is no SQL")
                : NOT_SUPPORTED;
    }

    private static String expected(SqlParseException e) {
        int[][] sequences = e.getExpectedTokenSequences();
        if (sequences == null) {
            return "";
        }
        String words =
                Arrays.stream(sequences)
                        .flatMap(sequence -> word(e.getTokenImages(), sequence))
                        .distinct()
                        .filter(KNOWN::contains)
                        .collect(Collectors.joining(" "));
        return words.isEmpty() ? "" : "; here may stand: " + words;
    }

    private static Stream<String> word(String[] images, int[] sequence) {
        return Stream.of(images[sequence[0]].replace("\"", ""));
    }
}
