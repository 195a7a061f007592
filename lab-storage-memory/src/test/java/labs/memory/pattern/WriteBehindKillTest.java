package labs.memory.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import labs.cluster.ChildJvm;
import labs.cluster.ServerProcess;
import labs.cluster.mariadb.MariaDb;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real process is killed while some of its answered writes wait. */
@LabTest
@WithMariaDb
@Timeout(180)
final class WriteBehindKillTest {
    @Test
    void shouldLoseAtAKillWhatWasAnsweredSinceTheLastFlush(MariaDb database, @TempDir Path folder)
            throws Exception {
        String url = database.createSchema();
        Path log = folder.resolve("worker.log");
        var worker = new ServerProcess("the write-behind worker", log);
        worker.start(
                ChildJvm.command(
                        ChildJvm.SHORT_LIVED, WriteBehindWorker.class.getName(), List.of(url)));
        try {
            await().atMost(Duration.ofSeconds(150))
                    .until(
                            () ->
                                    !worker.isAlive()
                                            || Files.readString(log).contains("all answered"));
            assertThat(worker.isAlive()).as(worker.lastLines()).isTrue();
        } finally {
            worker.kill();
        }
        assertThat(Files.readString(log)).contains("answered " + WriteBehindWorker.ANSWERED);
        try (var table = new ProductTable(url)) {
            assertThat(stored(table)).as("of 250 that were answered").isEqualTo(200);
        }
    }

    private static long stored(ProductTable table) {
        return IntStream.rangeClosed(1, WriteBehindWorker.ANSWERED)
                .filter(i -> table.load("order:" + i).isPresent())
                .count();
    }
}
