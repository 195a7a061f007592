package labs.mq.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@LabTest
@Timeout(60)
class DiskFullTest {
    @TempDir Path directory;

    /** The shell forbids its process files beyond so many KiB: writing fails as on a full disk. */
    @Test
    void shouldKeepWhatItHasAndTakeNothingHalfWhenTheDiskIsFull() throws Exception {
        Process process =
                new ProcessBuilder(
                                "/bin/bash",
                                "-c",
                                "ulimit -f 10; exec \"$0\" \"$@\"",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-UsePerfData",
                                "-Xshare:auto",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FillTheDisk.class.getName(),
                                directory.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        int kept = Integer.parseInt(said.strip());

        assertThat(kept).as("batches in 10 KiB: two of about 4 KB, and a small one").isEqualTo(3);
        try (Log log = Log.open(directory, LogOptions.DEFAULT)) {
            assertThat(log.end()).isEqualTo(kept);
            assertThat(log.append(Batches.of("room again")).firstOffset()).isEqualTo(kept);
        }
    }

    /** Appends until it fails, then says how many it can still read. */
    static final class FillTheDisk {
        private FillTheDisk() {}

        public static void main(String[] args) throws Exception {
            Log log = Log.open(Path.of(args[0]), LogOptions.DEFAULT);
            String large = "x".repeat(4_000);
            assertThatThrownBy(
                            () -> {
                                while (log.end() < 100) {
                                    log.append(Batches.of(large));
                                }
                            })
                    .isInstanceOf(IOException.class);
            long before = log.end();
            assertThatThrownBy(() -> log.append(Batches.of(large))).isInstanceOf(IOException.class);
            List<LogRecord> readable = Batches.readAll(log, 0);
            assertThat(readable).hasSize((int) before);
            log.append(Batches.of("a small one still fits"));
            log.abandon();
            System.out.println(log.end());
        }
    }
}
