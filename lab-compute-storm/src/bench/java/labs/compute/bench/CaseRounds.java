package labs.compute.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import labs.kit.bench.Artifact;
import labs.kit.bench.Series;
import org.duckdb.DuckDBDriver;

/** The whole case: ours, DuckDB and Spark SQL in turns, each page compared row by row. */
final class CaseRounds {
    private static final String OURS = "ours on Storm";
    private static final String DUCKDB = "DuckDB " + Artifact.version(DuckDBDriver.class);
    private static final int ROUNDS = 3;
    private static final int HEAP = 3_000;
    private static final int OUR_HEAP = 1_050;
    private static final int WAITING = 500;

    /** Before the first round, of those that take seconds: a JVM compiles for some time. */
    private static final int WARM_UPS = 4;

    /**
     * Of fixed size: more than half is for batches that nobody needs in the next moment. Rows that
     * wait live as long as the query, and are not to be copied to and fro before they are kept.
     */
    private static final String[] OPTIONS = {
        "-Xms" + OUR_HEAP + "m",
        "-Xmn600m",
        "-XX:SurvivorRatio=20",
        "-XX:MaxTenuringThreshold=1",
        "-XX:-UseAdaptiveSizePolicy",
        "-XX:+UseTransparentHugePages"
    };

    private final Path tables;
    private final long rows;
    private final Series first;
    private final Series deep;
    private final Series further;
    private final Series memory;

    CaseRounds(Path tables, long rows) {
        this.tables = tables;
        this.rows = rows;
        String size = String.format("%,d × %,d rows", rows, rows);
        first = new Series("first", "Join, and the first page: " + size, "s", false);
        deep = new Series("deep", "The page in the middle, first time", "s", false);
        further = new Series("further", "A further page, elsewhere", "s", false);
        memory = new Series("memory", "Resident memory at most", "MiB", false);
    }

    List<Series> run() throws IOException {
        var contestants = new ArrayList<Asked>();
        try {
            contestants.add(Asked.java("ours", tables, rows, OUR_HEAP, WAITING, OPTIONS));
            contestants.add(Asked.java("duckdb", tables, rows, 200, 0));
            warmUp(contestants);
            Spark.start(tables, HEAP).ifPresent(contestants::add);
            for (int round = -1; round < ROUNDS; round++) {
                round(contestants, round);
            }
            for (Asked contestant : contestants) {
                memory.add(name(contestant), contestant.peakMiB());
            }
        } finally {
            for (Asked contestant : contestants) {
                contestant.close();
            }
        }
        ratios(contestants);
        return List.of(first, deep, further, memory);
    }

    private static void warmUp(List<Asked> contestants) throws IOException {
        for (int time = 0; time < WARM_UPS; time++) {
            for (Asked contestant : contestants) {
                contestant.query();
            }
        }
    }

    private static String name(Asked contestant) {
        return switch (contestant.name()) {
            case "ours" -> OURS;
            case "duckdb" -> DUCKDB;
            default -> contestant.name();
        };
    }

    /** A round before the first one, that does not count, has everybody warm. */
    private void round(List<Asked> contestants, int round) throws IOException {
        var pages = new ArrayList<String>();
        for (Asked contestant : contestants) {
            Asked.Answer query = contestant.query();
            Asked.Answer middle = contestant.page(rows / 2);
            pages.add(query.rows() + middle.rows());
            System.out.printf(
                    "%-8s %-20s first page %7.3f s, middle %7.3f s%n",
                    round < 0 ? "warm-up" : "round " + (round + 1),
                    name(contestant),
                    query.seconds(),
                    middle.seconds());
            if (round >= 0) {
                first.add(name(contestant), query.seconds());
                deep.add(name(contestant), middle.seconds());
            }
        }
        further(contestants, round);
        requireSame(pages);
    }

    /** Without Spark: it takes a minute for each page, and its second is as its first. */
    private void further(List<Asked> contestants, int round) throws IOException {
        var pages = new ArrayList<String>();
        for (Asked contestant : contestants.subList(0, 2)) {
            Asked.Answer other = contestant.page(rows / 10 * 9);
            pages.add(other.rows());
            System.out.printf("%31s further page %.3f s%n", name(contestant), other.seconds());
            if (round >= 0) {
                further.add(name(contestant), other.seconds());
            }
        }
        requireSame(pages);
    }

    private static void requireSame(List<String> pages) {
        if (pages.stream().distinct().count() != 1) {
            throw new IllegalStateException("the systems do not give the same rows");
        }
    }

    private void ratios(List<Asked> contestants) {
        first.ratio(OURS, DUCKDB, 0.6);
        deep.ratio(OURS, DUCKDB, 0.2);
        memory.ratio(OURS, DUCKDB, 1);
        further.ratio(OURS, DUCKDB);
        for (Asked spark : contestants.subList(2, contestants.size())) {
            first.ratio(OURS, spark.name(), 1.0 / 3);
            deep.ratio(OURS, spark.name());
        }
    }
}
