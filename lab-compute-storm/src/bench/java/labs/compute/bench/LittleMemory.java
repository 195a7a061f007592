package labs.compute.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import labs.kit.bench.Series;

/** Ours in less than 1 GB of resident memory: what does not fit goes to disk. */
final class LittleMemory {
    private static final int HEAP = 620;
    private static final int WAITING = 240;

    private final Path tables;
    private final long rows;

    LittleMemory(Path tables, long rows) {
        this.tables = tables;
        this.rows = rows;
    }

    List<Series> run() throws IOException {
        var seconds = new Series("1gb", "The case in 1 GB, the first page", "s", false);
        var memory = new Series("1gb-memory", "Resident memory at most", "MiB", false);
        try (Asked little = Asked.java("ours", tables, rows, HEAP, WAITING)) {
            for (int round = 0; round < 2; round++) {
                Asked.Answer query = little.query();
                Asked.Answer middle = little.page(rows / 2);
                seconds.add("join and first page", query.seconds());
                seconds.add("the page in the middle", middle.seconds());
                System.out.printf(
                        "in 1 GB: first page %.3f s, middle %.3f s, at most %d MiB%n",
                        query.seconds(), middle.seconds(), little.peakMiB());
            }
            memory.add("ours on Storm", little.peakMiB());
        }
        return List.of(seconds, memory);
    }
}
