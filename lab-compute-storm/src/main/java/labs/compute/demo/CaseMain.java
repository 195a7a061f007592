package labs.compute.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import labs.compute.engine.Engine;
import labs.compute.engine.QueryResult;
import labs.compute.query.Plan;
import labs.compute.sql.Catalog;
import labs.compute.sql.Sql;
import labs.compute.table.BadLines;
import labs.compute.table.ColumnBatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The case: as many orders as users, joined, sorted, and any page of the result. */
@Command(
        name = "lab run compute-storm",
        mixinStandardHelpOptions = true,
        description =
                "Joins orders and users by SQL on Storm, sorts the result and turns its pages.")
public final class CaseMain implements Callable<Integer> {
    private static final String QUERY =
            """
            SELECT o.id, o.amount, u.score
            FROM orders o JOIN users u ON o.user_id = u.id
            ORDER BY u.score DESC, o.id
            """;
    private static final int PAGE = 5;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "how many rows each table has (1,000,000)")
    private long rows;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "keep the tables' files there, and use them again")
    private Path data;

    @Option(
            names = "--kill",
            description = "kill a worker in the middle, and one behind the end; with --cluster")
    private boolean isKilling;

    @Mixin private StormChoice storm = new StormChoice();

    private final long start = System.nanoTime();

    public static void main(String[] args) {
        Reasons.runAndExit(new CommandLine(new CaseMain()), args);
    }

    @Override
    public Integer call() throws IOException {
        if (rows < 1) {
            throw new IllegalArgumentException("--rows " + rows + ": at least 1");
        }
        var tables = new CaseData(rows);
        try (TemporaryData files = TemporaryData.write(tables, data, System.out);
                StormChoice running = storm) {
            Engine engine = running.start();
            if (isKilling && !running.hasWorkers()) {
                throw new IllegalArgumentException("--kill needs --cluster");
            }
            System.out.printf("%s is up after %.1f s%n%n", running.name(), seconds(start));
            return answer(engine, tables, files.directory());
        }
    }

    private int answer(Engine engine, CaseData tables, Path directory) throws IOException {
        var sql = new Sql(Catalog.open(directory), Engine.PLANNING);
        System.out.print(QUERY);
        System.out.println(sql.explain(QUERY));
        Plan plan = sql.plan(QUERY);
        long asked = System.nanoTime();
        try (QueryResult result = engine.run(plan, BadLines.FAIL, watcher())) {
            System.out.printf(
                    "joined and in their ranges: %,d rows after %.2f s%n",
                    result.total(), seconds(asked));
            boolean isExact = result.total() == rows;
            for (long offset : List.of(0L, rows / 2, Math.max(0, rows - PAGE))) {
                isExact &= page(result, tables, offset);
            }
            if (isKilling) {
                kill();
                isExact &= page(result, tables, rows / 3);
            }
            System.out.println();
            System.out.print(storm.figures());
            System.out.println(memory());
            System.out.printf(
                    "%s, %.1f s in all%n",
                    isExact ? "every page is exact" : "A PAGE IS WRONG", seconds(start));
            return isExact ? 0 : 1;
        }
    }

    private Consumer<Engine.Progress> watcher() {
        var watcher = new Watcher(System.out);
        boolean[] isKilled = {!isKilling};
        return progress -> {
            watcher.accept(progress);
            if (!isKilled[0] && !progress.rows().isEmpty()) {
                isKilled[0] = true;
                kill();
            }
        };
    }

    private void kill() {
        ProcessHandle worker = storm.cluster().workers().get(0);
        System.out.println("  kill -9 " + worker.pid() + ", a worker");
        worker.destroyForcibly();
    }

    private boolean page(QueryResult result, CaseData tables, long offset) throws IOException {
        long asked = System.nanoTime();
        ColumnBatch page = result.page(offset, PAGE);
        double millis = seconds(asked) * 1000;
        System.out.printf("%nrows from %,d on, in %.0f ms:%n", offset, millis);
        System.out.print(Rows.text(result.plan(), page));
        boolean isExact = isExact(tables, page, offset);
        System.out.println(
                isExact
                        ? "  checked: as many rows come before each as its offset says"
                        : "  WRONG");
        return isExact;
    }

    /** By counting, not by sorting: before the row at offset n there are n rows. */
    private static boolean isExact(CaseData tables, ColumnBatch page, long offset) {
        for (int row = 0; row < page.rows(); row += Math.max(1, page.rows() - 1)) {
            long id = page.column(0)[row];
            long score = page.column(2)[row];
            if (page.column(1)[row] != tables.amountOf(id)
                    || score != tables.scoreOf(tables.userOf(id))
                    || tables.before(score, id) != offset + row) {
                return false;
            }
        }
        return true;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** The most that this process has taken, by the kernel's account. */
    private static String memory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return "";
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .map(mib -> String.format(Locale.ROOT, "this process took at most %,d MiB", mib))
                .findFirst()
                .orElse("");
    }
}
