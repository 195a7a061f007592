package labs.compute.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;
import org.apache.calcite.sql.validate.SqlConformanceEnum;

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
                    "SELECT", "FROM", "INNER", "LEFT", "JOIN", "ON", "WHERE", "GROUP", "ORDER",
                    "LIMIT", "OFFSET", "FETCH", "AND", "OR", "NOT", "BETWEEN", "IN", "IS", "ASC",
                    "DESC", "NULLS", ",", "(", ")", "=");

    private static final Pattern ENCOUNTERED = Pattern.compile("Encountered \"(.*?)\" at line");

    private SqlParsing() {}

    /**
     * A query's parts.
     *
     * @param order empty if there is none
     * @param offset null if there is none; as is {@code limit}
     */
    record Query(SqlSelect select, SqlNodeList order, SqlNode offset, SqlNode limit) {}

    /**
     * Reads a query.
     *
     * @throws SqlException if it is not one
     */
    static Query parse(SqlText text) {
        SqlNode node = tree(text);
        if (node instanceof SqlOrderBy ordered && ordered.query instanceof SqlSelect select) {
            return new Query(select, ordered.orderList, ordered.offset, ordered.fetch);
        }
        if (node instanceof SqlSelect select) {
            return new Query(select, SqlNodeList.EMPTY, null, null);
        }
        SqlNode found = node instanceof SqlOrderBy ordered ? ordered.query : node;
        String problem = "%s is not supported: write one SELECT … FROM a JOIN b ON …";
        throw text.refuse(found, problem.formatted(found.getKind().toString().replace('_', ' ')));
    }

    private static SqlNode tree(SqlText text) {
        if (text.query().isBlank()) {
            throw text.refuse(new SqlParserPos(1, 1), "there is no query");
        }
        try {
            return SqlParser.create(text.query(), CONFIG).parseStmt();
        } catch (SqlParseException e) {
            SqlParserPos place = Optional.ofNullable(e.getPos()).orElse(new SqlParserPos(1, 1));
            throw text.refuse(place, problem(e));
        }
    }

    private static String problem(SqlParseException e) {
        String message = String.valueOf(e.getMessage());
        Matcher encountered = ENCOUNTERED.matcher(message);
        if (!encountered.find()) {
            return message.lines().findFirst().orElse("this is no SQL");
        }
        String found = encountered.group(1).replace("<EOF>", "the end").replace("\\'", "'");
        return "did not expect " + found + expected(e);
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
