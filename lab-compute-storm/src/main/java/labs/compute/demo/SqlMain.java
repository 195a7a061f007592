package labs.compute.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import labs.compute.engine.Engine;
import labs.compute.sql.Catalog;
import labs.compute.table.BadLines;
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
            "EXPLAIN SELECT ...; shows the plan; page N goes to an offset; tables names them;",
            "help tells all that it knows; quit ends."
        })
public final class SqlMain implements Callable<Integer> {
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

    public static void main(String[] args) {
        CommandLine command = new CommandLine(new SqlMain());
        command.setCaseInsensitiveEnumValuesAllowed(true);
        Reasons.runAndExit(command, args);
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
        try (StormChoice running = storm) {
            Engine engine = running.start();
            System.out.println("tables: " + catalog + "; on " + running.name());
            var prompt = new Prompt(engine, catalog, badLines, System.out);
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            int failures = prompt.read(in, System.console() != null);
            return System.console() == null && failures > 0 ? 1 : 0;
        }
    }
}
