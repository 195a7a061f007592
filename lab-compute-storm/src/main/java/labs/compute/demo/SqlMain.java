package labs.compute.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import labs.compute.engine.Engine;
import labs.compute.engine.QueryResult;
import labs.compute.query.QueryFailedException;
import labs.compute.sql.Catalog;
import labs.compute.sql.Sql;
import labs.compute.sql.SqlException;
import labs.compute.table.BadLines;
import labs.compute.table.ColumnBatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A prompt for queries, on the case's tables or on one's own. */
@Command(
        name = "lab run compute-storm sql",
        mixinStandardHelpOptions = true,
        description = {
            "A prompt for SQL on Storm. A query ends with a semicolon.",
            "Each *.csv of a directory is a table; its first line names columns and types:",
            "    id BIGINT,user_id BIGINT,day DATE",
            "EXPLAIN SELECT ... shows the plan; page N goes to an offset; quit ends."
        })
public final class SqlMain implements Callable<Integer> {
    private static final int PAGE = 20;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "100000",
            description = "the size of the case's two tables, if no directory is given (100,000)")
    private long rows;

    @Option(
            names = "--bad-lines",
            paramLabel = "FAIL|SKIP",
            defaultValue = "FAIL",
            description = "what to do with lines that are not as the first one says (FAIL)")
    private BadLines badLines;

    @Parameters(arity = "0..1", paramLabel = "DIRECTORY", description = "with tables")
    private Path directory;

    @Mixin private StormChoice storm = new StormChoice();

    private Engine engine;
    private Sql sql;
    private QueryResult result;

    public static void main(String[] args) {
        CommandLine command = new CommandLine(new SqlMain());
        command.setExecutionExceptionHandler(CaseMain::explain);
        command.setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(command.execute(args)); // some of Storm's threads are no daemons
    }

    @Override
    public Integer call() throws IOException {
        if (directory != null) {
            return serve(directory);
        }
        try (TemporaryData files = TemporaryData.write(new CaseData(rows), null, System.out)) {
            return serve(files.directory());
        }
    }

    private int serve(Path tables) throws IOException {
        Catalog catalog = Catalog.open(tables);
        sql = new Sql(catalog, Engine.PLANNING);
        try (StormChoice running = storm) {
            engine = running.start();
            System.out.println("tables: " + catalog + "; on " + running.name());
            return read();
        }
    }

    private int read() throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var statement = new StringBuilder();
        int failures = 0;
        prompt(statement);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String word = line.strip();
            if (statement.isEmpty() && (word.equals("quit") || word.equals("exit"))) {
                break;
            }
            if (statement.isEmpty() && word.startsWith("page ")) {
                failures += attempt(() -> turn(word.substring(5).strip())) ? 0 : 1;
            } else if (!word.isEmpty()) {
                statement.append(line).append('\n');
                if (word.endsWith(";")) {
                    String text = statement.toString();
                    statement.setLength(0);
                    failures += attempt(() -> answer(text)) ? 0 : 1;
                }
            }
            prompt(statement);
        }
        return System.console() == null && failures > 0 ? 1 : 0;
    }

    private static void prompt(StringBuilder statement) {
        if (System.console() != null) {
            System.out.print(statement.isEmpty() ? "sql> " : "  -> ");
            System.out.flush();
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /** A query that is refused, or fails, is told; the prompt goes on. */
    private static boolean attempt(Step command) {
        try {
            command.run();
            return true;
        } catch (SqlException | QueryFailedException | IllegalArgumentException | IOException e) {
            System.out.println(e.getMessage());
            return false;
        }
    }

    private void answer(String text) throws IOException {
        if (Sql.isExplain(text)) {
            System.out.println(sql.explain(text));
            return;
        }
        release();
        long start = System.nanoTime();
        result = engine.run(sql.plan(text), badLines, new Watcher(System.out));
        ColumnBatch rows = result.answer(PAGE);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.print(Rows.text(result.plan(), rows));
        System.out.printf("%,d of %,d rows, %.2f s", rows.rows(), result.total(), seconds);
        long skipped = result.skipped();
        System.out.println(skipped == 0 ? "" : "; bad lines left out: " + skipped);
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
        System.out.print(Rows.text(result.plan(), rows));
        System.out.printf("from %s on, %.0f ms%n", offset, (System.nanoTime() - start) / 1e6);
    }

    private void release() {
        if (result != null) {
            result.close();
            result = null;
        }
    }
}
