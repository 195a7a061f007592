package labs.compute.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import labs.cluster.storm.RemoteStorm;
import labs.compute.join.JoinStrategy;
import labs.compute.table.BadLines;

/** The case, small, on a cluster. */
public final class ClusterCase implements AutoCloseable {
    private final CaseTables tables;
    private final Engine engine;
    private QueryResult result;

    private ClusterCase(CaseTables tables, Engine engine) {
        this.tables = tables;
        this.engine = engine;
    }

    /** Starts the engine, with two workers. */
    public static ClusterCase start(RemoteStorm storm, Path directory, int rows)
            throws IOException {
        CaseTables tables = CaseTables.write(directory.resolve("case"), rows);
        Path spill = Files.createDirectory(directory.resolve("spill"));
        Options options =
                new Options(2, 2, 2, 2, 64_000, 3, 8, 32 << 20, spill.toString(), 5, "127.0.0.1");
        return new ClusterCase(tables, Engine.start(storm::submit, options));
    }

    /** Runs it, and does that when the first rows have been read. */
    public void run(Runnable meanwhile) throws IOException {
        var isDone = new AtomicBoolean();
        result =
                engine.run(
                        tables.byScore(JoinStrategy.PARTITIONED_HASH),
                        BadLines.FAIL,
                        progress -> {
                            if (!progress.rows().isEmpty() && isDone.compareAndSet(false, true)) {
                                meanwhile.run();
                            }
                        });
    }

    /** The attempt that succeeded. */
    public int attempt() {
        return result.attempt();
    }

    /** Compares pages from the beginning, the middle and the end. */
    public void assertPages() throws IOException {
        List<List<Long>> expected = tables.rowsByScore();
        assertThat(result.total()).isEqualTo(expected.size());
        for (int offset : new int[] {0, expected.size() / 2, expected.size() - 10}) {
            assertThat(CaseTables.rows(result.page(offset, 10)))
                    .as("the page at %d", offset)
                    .isEqualTo(expected.subList(offset, offset + 10));
        }
    }

    /** The files that rows were written to. */
    public static List<Path> spilled(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("spill"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
