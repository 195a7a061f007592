package labs.compute.sql;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import labs.compute.query.Plan;

/**
 * Queries as text.
 *
 * <pre>
 *   SELECT columns | * | aggregates [AS name] FROM a [name] [INNER | LEFT] JOIN b [name]
 *   ON a.x = b.y [AND …] [WHERE …] [GROUP BY columns]
 *   [ORDER BY columns | names | positions [ASC | DESC] [NULLS FIRST | LAST]]
 *   [LIMIT n] [OFFSET m]
 * </pre>
 *
 * With EXPLAIN before it, the answer is the plan. Thread-safe.
 */
public final class Sql {
    private static final Pattern EXPLAIN =
            Pattern.compile("^\\s*explain\\s+(plan\\s+for\\s+)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern END = Pattern.compile("\\s*;?\\s*$");

    private final Catalog catalog;
    private final PlanOptions options;

    public Sql(Catalog catalog, PlanOptions options) {
        this.catalog = catalog;
        this.options = options;
    }

    /** Whether the text asks for a plan and not for rows. */
    public static boolean isExplain(String sql) {
        return EXPLAIN.matcher(sql.toLowerCase(Locale.ROOT)).find();
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

    /** Blanks in place of EXPLAIN and behind the query, so that places in it stay as they are. */
    private static String query(String sql) {
        String query = END.matcher(sql).replaceFirst("");
        Matcher explain = EXPLAIN.matcher(query);
        return explain.find()
                ? explain.group().replaceAll("\\S", " ") + query.substring(explain.end())
                : query;
    }
}
