package labs.compute.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import labs.cluster.storm.StormCluster;
import labs.compute.engine.Engine;
import labs.compute.engine.Options;
import labs.compute.engine.QueryResult;
import labs.compute.query.Plan;
import labs.compute.sql.Catalog;
import labs.compute.sql.Sql;
import labs.compute.table.BadLines;
import labs.kit.bench.Series;

/**
 * The same topology, four tasks of each kind, on one, two and four worker processes of a real
 * cluster on this machine. The cores stay the same, so what more workers cost is what goes through
 * the network: rows become bytes, and rows again.
 */
final class WorkerRounds {
    private static final int ROUNDS = 3;
    private static final int TASKS = 4;
    private static final int HEAP = 900;
    private static final long WAITING = 400L << 20;

    private final Path tables;
    private final long rows;

    WorkerRounds(Path tables, long rows) {
        this.tables = tables;
        this.rows = rows;
    }

    List<Series> run() throws IOException {
        var seconds =
                new Series(
                        "workers",
                        String.format("Join and first page, %,d × %,d rows", rows, rows),
                        "s",
                        false);
        var memory = new Series("workers-memory", "Resident, all workers", "MiB", false);
        try (StormCluster cluster = StormCluster.start(HEAP, Engine.class)) {
            for (int workers : new int[] {1, 2, 4}) {
                measure(cluster, workers, seconds, memory);
            }
        }
        seconds.ratio("2 workers", "1 worker");
        seconds.ratio("4 workers", "1 worker");
        return List.of(seconds, memory);
    }

    private void measure(StormCluster cluster, int workers, Series seconds, Series memory)
            throws IOException {
        String name = workers == 1 ? "1 worker" : workers + " workers";
        Options options = Options.local(WAITING).withTasks(workers, TASKS);
        Plan plan = new Sql(Catalog.open(tables), Engine.PLANNING).plan(Contestant.SQL);
        try (Engine engine = Engine.start(cluster.storm()::submit, options)) {
            for (int round = -1; round < ROUNDS; round++) {
                long start = System.nanoTime();
                try (QueryResult result = engine.run(plan, BadLines.FAIL, progress -> {})) {
                    result.page(0, Contestant.PAGE);
                    double taken = (System.nanoTime() - start) / 1e9;
                    if (result.total() != rows || result.attempt() != 1) {
                        throw new IllegalStateException("attempt " + result.attempt());
                    }
                    System.out.printf("%s: %.3f s%n", name, taken);
                    if (round >= 0) {
                        seconds.add(name, taken);
                    }
                }
            }
            memory.add(name, resident(cluster));
        }
    }

    private static long resident(StormCluster cluster) throws IOException {
        long all = 0;
        for (ProcessHandle worker : cluster.workers()) {
            for (ProcessHandle one :
                    Stream.concat(Stream.of(worker), worker.descendants()).toList()) {
                all += Asked.peakMiB(one.pid());
            }
        }
        return all;
    }
}
