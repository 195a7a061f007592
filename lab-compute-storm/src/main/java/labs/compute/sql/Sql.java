package labs.compute.sql;

import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import labs.compute.query.Plan;

/**
 * Queries as text.
 *
 * <pre>
 *   SELECT * | values [AS name] FROM a [name]
 *   [[INNER | LEFT | RIGHT | FULL] JOIN b [name] ON a.x = b.y [AND …]] [WHERE …]
 *   [GROUP BY values | names | positions] [HAVING …] [UNION ALL SELECT …]
 *   [ORDER BY values | names | positions [ASC | DESC] [NULLS FIRST | LAST]]
 *   [LIMIT n] [OFFSET m]
 * </pre>
 *
 * With EXPLAIN before it, the answer is the plan. Thread-safe.
 */
public final class Sql {
    private static final List<String> EXPLAIN = List.of("EXPLAIN", "PLAN", "FOR");

    private final Catalog catalog;
    private final PlanOptions options;

    public Sql(Catalog catalog, PlanOptions options) {
        this.catalog = catalog;
        this.options = options;
    }

    /** Whether the text asks for a plan and not for rows. */
    public static boolean isExplain(String sql) {
        return Statements.word(sql).equals("EXPLAIN");
    }

    /**
     * How to answer that query; an EXPLAIN before it changes nothing.
     *
     * @throws SqlException if it is refused
     * @throws IOException if a table's file is not there any more
     */
    public Plan plan(String sql) throws IOException {
        return planned(sql).plan();
    }

    /**
     * The plan as a tree, for people; with or without EXPLAIN.
     *
     * @throws SqlException if it is refused
     * @throws IOException if a table's file is not there any more
     */
    public String explain(String sql) throws IOException {
        return Explain.text(planned(sql), options);
    }

    private Planned planned(String sql) throws IOException {
        var text = new SqlText(sql, query(sql));
        return new Planner(catalog, options, text).plan(SqlParsing.parse(text));
    }

    /** Blanks in place of EXPLAIN and of a semicolon at the end, so that all places stay. */
    private static String query(String sql) {
        var query = new StringBuilder(sql);
        Iterator<String> explain = EXPLAIN.iterator();
        int start = 0; // of the last token
        int end = 0;
        for (var tokens = new Tokens(sql); tokens.next(); ) {
            start = tokens.start();
            end = tokens.end();
            if (explain.hasNext() && tokens.upper().equals(explain.next())) {
                blank(query, start, end);
            } else {
                explain = Collections.emptyIterator();
            }
        }
        if (sql.startsWith(";", start)) {
            blank(query, start, end);
        }
        return query.toString();
    }

    private static void blank(StringBuilder text, int from, int to) {
        text.replace(from, to, " ".repeat(to - from));
    }
}
