package labs.compute.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import labs.cluster.FileTrees;
import labs.compute.demo.CaseData;
import labs.kit.bench.Bench;
import labs.kit.bench.Series;

/**
 * Runs everything and writes the result as JSON to the path that is the first argument. More
 * arguments name the parts to run: {@code case}, {@code memory}, {@code tuples}, {@code curve},
 * {@code workers}. {@code -Dlab.rows=1000000} makes the case smaller, for a first look.
 */
public final class StormBench {
    private static final List<String> PARTS =
            List.of("case", "memory", "tuples", "curve", "workers");
    private static final long ROWS = Long.getLong("lab.rows", 10_000_000);

    private StormBench() {}

    public static void main(String[] args) throws IOException {
        Bench bench = Bench.of("compute-storm", PARTS, args);
        Path data = Files.createTempDirectory("lab-storm-bench-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(data), "bench-delete"));
        var all = new ArrayList<Series>();
        for (String part : bench.parts()) {
            all.addAll(run(part, data));
            bench.write(all); // what is measured stays, whatever the next part comes to
        }
        System.exit(0); // some of Storm's threads are no daemons
    }

    private static List<Series> run(String part, Path data) throws IOException {
        long third = ROWS * 3 / 10;
        return switch (part) {
            case "case" -> new CaseRounds(tables(data, ROWS), ROWS).run();
            case "memory" -> new LittleMemory(tables(data, ROWS), ROWS).run();
            case "tuples" -> List.of(new TupleRounds(tables(data, TupleRounds.ROWS)).run());
            case "curve" ->
                    new CostCurve(
                                    data,
                                    ROWS,
                                    Repository.root().resolve("docs/bench/compute-storm-curve.svg"))
                            .run();
            case "workers" -> new WorkerRounds(tables(data, third), third).run();
            default ->
                    throw new IllegalArgumentException(
                            "there is no part " + part + "; there are " + PARTS);
        };
    }

    /** The case's files with so many rows each. */
    static Path tables(Path data, long rows) throws IOException {
        Path directory = data.resolve("rows-" + rows);
        if (!Files.exists(directory)) {
            Files.createDirectory(directory);
            new CaseData(rows).write(directory, written -> {});
        }
        return directory;
    }

    static void delete(Path directory) {
        try {
            FileTrees.delete(directory);
        } catch (IOException e) {
            System.err.println("could not delete " + directory + ": " + e.getMessage());
        }
    }
}
