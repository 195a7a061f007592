package labs.compute.sql;

import java.util.Set;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * How deep a query may be nested. A parser goes down with each parenthesis, and a planner with each
 * part of an expression; without a bound a text of some kilobytes takes all of a thread's stack.
 */
final class Nesting {
    static final int MOST = 100;

    /** With a stack of its own, a parser comes through as many, whatever they are. */
    static final int MOST_TOKENS = 15_000;

    private static final Set<String> OPENING = Set.of("(", "CASE");
    private static final Set<String> CLOSING = Set.of(")", "END");
    private static final Set<String> BEFORE = Set.of("NOT", "-", "+", "EXISTS");

    private Nesting() {}

    /**
     * Looks at a part of the tree.
     *
     * @throws SqlException if it is too far below the clause that it stands in
     */
    static void check(SqlText text, SqlNode node, int depth) {
        if (depth > MOST) {
            throw refused(text, node.getParserPosition());
        }
    }

    static SqlException refused(SqlText text, SqlParserPos place) {
        return text.refuse(place, "this is nested too deeply: at most " + MOST + " levels");
    }

    /**
     * Looks at the text, before a parser goes down: parentheses that are open, and signs and words
     * that stand before what they belong to, one behind the other.
     *
     * @throws SqlException for the first that is one too many, in depth or in all
     */
    static void check(SqlText text) {
        int open = 0;
        int before = 0;
        int count = 0;
        for (Tokens tokens = new Tokens(text.query()); tokens.next(); ) {
            String token = tokens.upper();
            open += OPENING.contains(token) ? 1 : CLOSING.contains(token) ? -1 : 0;
            before = BEFORE.contains(token) ? before + 1 : 0;
            if (open > MOST || before > MOST) {
                throw refused(text, tokens.place());
            }
            if (++count > MOST_TOKENS) {
                String problem = "a statement has at most %d words and signs";
                throw text.refuse(tokens.place(), problem.formatted(MOST_TOKENS));
            }
        }
    }
}
