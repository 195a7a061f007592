package labs.mq.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the durable queue does when its disk, or its user, makes trouble. */
@LabTest
@Timeout(60)
class JournalTroubleTest {
    private static final Duration NOW = Duration.ZERO;

    @TempDir Path directory;

    private LocalQueue open() throws IOException {
        return LocalQueue.durable(directory.resolve("queue.journal"), QueueOptions.DEFAULT);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldRefuseAJournalThatAnotherQueueHasOpen() throws Exception {
        try (LocalQueue first = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
            first.put(bytes("a"));
        }
        try (LocalQueue second = open()) {
            assertThat(second.size()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotGiveAnIdTwiceThoughItsMessageIsGone() throws Exception {
        long first;
        try (LocalQueue queue = open()) {
            first = queue.put(bytes("a"));
            queue.ack(queue.take(NOW).orElseThrow());
        }
        try (LocalQueue queue = open()) {
            assertThat(queue.put(bytes("b")))
                    .as("an old delivery of id %d must not acknowledge a new message", first)
                    .isGreaterThan(first);
        }
    }

    @Test
    void shouldNotGiveAnIdTwiceThoughTheJournalBeganAnew() throws Exception {
        long last = 0;
        try (LocalQueue queue = open()) {
            for (int i = 0; i < 3_000; i++) {
                last = queue.put(bytes("a"));
                queue.ack(queue.take(NOW).orElseThrow());
            }
        }
        assertThat(Files.size(directory.resolve("queue.journal")))
                .as("3,000 messages have passed, the journal has begun anew")
                .isLessThan(3_000 * 20);
        try (LocalQueue queue = open()) {
            assertThat(queue.put(bytes("b"))).isGreaterThan(last);
        }
    }

    @Test
    void shouldNotRewriteItsJournalForEachMessageWhenThereAreManyDeadLetters() throws Exception {
        try (LocalQueue queue =
                LocalQueue.durable(
                        directory.resolve("queue.journal"),
                        QueueOptions.DEFAULT.withDeliveries(1))) {
            for (int i = 0; i < 5_000; i++) {
                queue.put(bytes("poison"));
                queue.nack(queue.take(NOW).orElseThrow());
            }
            Object before = Files.getAttribute(directory.resolve("queue.journal"), "unix:ino");
            queue.put(bytes("good"));
            queue.ack(queue.take(NOW).orElseThrow());
            assertThat(Files.getAttribute(directory.resolve("queue.journal"), "unix:ino"))
                    .as("the same file: dead letters are not gone, it need not begin anew")
                    .isEqualTo(before);
        }
    }

    @Test
    void shouldKeepWritingToTheOldJournalWhenANewOneCannotBeMade() throws Exception {
        // A directory that is not empty stands where the new journal would be written.
        Files.createDirectories(directory.resolve("queue.journal.new/in the way"));
        try (LocalQueue queue = open()) {
            for (int i = 0; i < 4_000; i++) {
                queue.put(bytes("passes"));
                assertThat(queue.ack(queue.take(NOW).orElseThrow())).isTrue();
            }
            queue.put(bytes("stays"));
        }
        try (LocalQueue queue = open()) {
            assertThat(queue.size()).as("put returned for one that was not taken").isEqualTo(1);
        }
    }

    /** A limit of the shell makes writing fail as a full disk does. */
    @Test
    void shouldLoseNothingWhenTheDiskIsFull() throws Exception {
        Process process =
                new ProcessBuilder(
                                "/bin/bash",
                                "-c",
                                "ulimit -f 100; exec \"$0\" \"$@\"",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FillTheDisk.class.getName(),
                                directory.resolve("queue.journal").toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        List<String> lines = said.lines().toList();
        int left = Integer.parseInt(lines.get(lines.size() - 1));

        try (LocalQueue queue = open()) {
            assertThat(queue.size()).isEqualTo(left);
            assertThat(queue.deadLetters()).isEmpty();
            assertThat(queue.take(NOW).orElseThrow().attempt())
                    .as("it was never handed out: taking it failed each time")
                    .isEqualTo(1);
        }
    }

    /** Puts until the disk is full, then tries to take; prints how many messages there are. */
    static final class FillTheDisk {
        private FillTheDisk() {}

        public static void main(String[] args) throws Exception {
            LocalQueue queue = LocalQueue.durable(Path.of(args[0]), QueueOptions.DEFAULT);
            fill(queue, 5_000);
            fill(queue, 0); // to the last byte, all but
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> queue.take(NOW)).isInstanceOf(IOException.class);
            }
            System.out.println(queue.size());
        }

        private static void fill(LocalQueue queue, int bytes) {
            assertThatThrownBy(
                            () -> {
                                while (queue.size() < 100_000) {
                                    queue.put(new byte[bytes]);
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
    }
}
