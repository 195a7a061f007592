package labs.compute.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import labs.compute.engine.Engine;
import labs.compute.engine.QueryResult;
import labs.compute.query.Plan;
import labs.compute.query.QueryFailedException;
import labs.compute.sql.Catalog;
import labs.compute.sql.Sql;
import labs.compute.sql.SqlException;
import labs.compute.sql.Statements;
import labs.compute.table.BadLines;
import labs.compute.table.ColumnBatch;

/** Reads statements and prints their answers. Whatever a statement does, the next one is read. */
final class Prompt {
    private static final int PAGE = 20;
    private static final String HELP =
            """
            SELECT …;          a query; it ends with a semicolon, also on a later line
            EXPLAIN SELECT …;  how it would be answered
            page N             the rows of the last answer from offset N on
            tables             the tables and their columns
            quit               (or exit) the end\
            """;

    private final Engine engine;
    private final Catalog catalog;
    private final Sql sql;
    private final BadLines badLines;
    private final PrintStream out;
    private final Statements statements = new Statements();
    private QueryResult result; // null if there is no answer to turn the pages of
    private int failures;

    Prompt(Engine engine, Catalog catalog, BadLines badLines, PrintStream out) {
        this.engine = engine;
        this.catalog = catalog;
        this.sql = new Sql(catalog, Engine.PLANNING);
        this.badLines = badLines;
        this.out = out;
    }

    /**
     * Reads up to the end of the lines, or a {@code quit}.
     *
     * @param isShown whether somebody sees the prompt
     * @return how many statements failed
     */
    int read(BufferedReader in, boolean isShown) throws IOException {
        show(isShown);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            for (String statement : statements.line(line)) {
                if (isEnd(statement)) {
                    return failures;
                }
                attempt(statement);
            }
            show(isShown);
        }
        String last = statements.end(); // without a semicolon
        if (!last.isEmpty()) {
            attempt(last);
        }
        return failures;
    }

    private void show(boolean isShown) {
        if (isShown) {
            out.print(statements.isOpen() ? "  -> " : "sql> ");
            out.flush();
        }
    }

    private static boolean isEnd(String statement) {
        String word = Statements.word(statement);
        return word.equals("QUIT") || word.equals("EXIT");
    }

    /** A statement that is refused, or fails in whatever way, is told; the prompt goes on. */
    private void attempt(String statement) {
        try {
            answer(statement);
        } catch (SqlException | QueryFailedException | IllegalArgumentException | IOException e) {
            fail(Reasons.of(e));
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            fail("this is a fault of the engine, and not of the statement: " + e);
        }
    }

    private void fail(String message) {
        failures++;
        out.println(message);
    }

    private void answer(String statement) throws IOException {
        List<String> words = Statements.words(statement);
        switch (words.get(0)) {
            case "HELP" -> out.println(HELP);
            case "TABLES" -> out.println(catalog.described());
            case "PAGE" -> turn(String.join(" ", words.subList(1, words.size())));
            case "EXPLAIN" -> out.println(sql.explain(statement));
            default -> query(statement);
        }
    }

    private void query(String text) throws IOException {
        Plan plan = sql.plan(text); // if it is refused, the answer before stays
        release();
        long start = System.nanoTime();
        result = engine.run(plan, badLines, new Watcher(out));
        ColumnBatch rows = result.answer(PAGE);
        double seconds = (System.nanoTime() - start) / 1e9;
        out.print(Rows.text(plan, rows));
        out.printf(Locale.ROOT, "%,d of %,d rows, %.2f s", rows.rows(), result.total(), seconds);
        long skipped = result.skipped();
        out.println(skipped == 0 ? "" : "; bad lines left out: " + skipped);
    }

    private void turn(String offset) throws IOException {
        if (result == null) {
            throw new IllegalArgumentException("page " + offset + " of what? Ask a query first");
        }
        if (!offset.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("page \"" + offset + "\": expected an offset");
        }
        long start = System.nanoTime();
        ColumnBatch rows = result.page(Long.parseLong(offset), PAGE);
        out.print(Rows.text(result.plan(), rows));
        out.printf(Locale.ROOT, "from %s on, %.0f ms%n", offset, (System.nanoTime() - start) / 1e6);
    }

    private void release() {
        if (result != null) {
            result.close();
            result = null;
        }
    }
}
