package labs.mq.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import labs.kit.LabTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@LabTest
@Timeout(300)
class DurableQueueTest {
    private static final Duration NOW = Duration.ZERO;
    private static final QueueOptions OPTIONS = QueueOptions.DEFAULT.withDeliveries(3);

    @TempDir Path directory;
    private Path file;
    private final AtomicLong clock = new AtomicLong(1_700_000_000_000L);

    @BeforeEach
    void nameFile() {
        file = directory.resolve("queue.journal");
    }

    private LocalQueue open() throws Exception {
        return LocalQueue.durable(file, OPTIONS, clock::get);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Delivery delivery) {
        return new String(delivery.body(), StandardCharsets.UTF_8);
    }

    private static List<String> drain(MessageQueue queue) throws Exception {
        var all = new ArrayList<String>();
        for (Optional<Delivery> next = queue.take(NOW); next.isPresent(); next = queue.take(NOW)) {
            all.add(text(next.get()));
            queue.ack(next.get());
        }
        return all;
    }

    @Test
    void shouldHaveWhatWasPutAndNotWhatWasAcknowledged() throws Exception {
        try (LocalQueue queue = open()) {
            queue.put(bytes("a"));
            queue.put(bytes("b"), 9, NOW);
            queue.put(bytes("c"));
            queue.ack(queue.take(NOW).orElseThrow());
        }
        try (LocalQueue queue = open()) {
            assertThat(drain(queue)).containsExactly("a", "c");
        }
        try (LocalQueue queue = open()) {
            assertThat(queue.size()).isZero();
        }
    }

    @Test
    void shouldDeliverAgainWhatWasInFlightWhenItEnded() throws Exception {
        try (LocalQueue queue = open()) {
            queue.put(bytes("a"));
            queue.take(NOW);
        }
        try (LocalQueue queue = open()) {
            assertThat(queue.take(NOW).orElseThrow().attempt())
                    .as("the consumer may have begun with it: it is no first delivery")
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldCountDeliveriesAcrossRestartsSoThatPoisonDies() throws Exception {
        try (LocalQueue queue = open()) {
            queue.put(bytes("poison"));
        }
        for (int i = 0; i < 3; i++) {
            try (LocalQueue queue = open()) {
                assertThat(queue.take(NOW)).isPresent(); // and the whole process dies of it
            }
        }
        long id;
        try (LocalQueue queue = open()) {
            assertThat(queue.take(NOW)).isEmpty();
            assertThat(queue.deadLetters()).hasSize(1);
            id = queue.deadLetters().get(0).id();
            queue.revive(id);
        }
        try (LocalQueue queue = open()) {
            assertThat(queue.take(NOW).orElseThrow().id()).isEqualTo(id);
        }
    }

    @Test
    void shouldRememberADelay() throws Exception {
        try (LocalQueue queue = open()) {
            queue.put(bytes("tomorrow"), 4, Duration.ofDays(1));
        }
        try (LocalQueue queue = open()) {
            assertThat(queue.take(NOW)).isEmpty();
            clock.addAndGet(Duration.ofDays(1).toMillis());
            assertThat(drain(queue)).containsExactly("tomorrow");
        }
    }

    @Test
    void shouldNotGiveAnIdTwice() throws Exception {
        long first;
        try (LocalQueue queue = open()) {
            queue.put(bytes("kept"));
            first = queue.put(bytes("a"));
        }
        try (LocalQueue queue = open()) {
            assertThat(queue.put(bytes("b"))).isGreaterThan(first);
        }
    }

    @Test
    void shouldCutATornEndAtEveryByte() throws Exception {
        try (LocalQueue queue = open()) {
            queue.put(bytes("first"));
            queue.put(bytes("second"));
        }
        byte[] whole = Files.readAllBytes(file);
        int firstEnds = (whole.length - 1) / 2; // the second entry is longer by a letter
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            try (LocalQueue queue = open()) {
                List<String> left = drain(queue);
                assertThat(left)
                        .as("%d of %d bytes", length, whole.length)
                        .isEqualTo(length >= firstEnds ? List.of("first") : List.of());
                queue.put(bytes("next"));
            }
            try (LocalQueue queue = open()) {
                assertThat(drain(queue)).containsExactly("next");
            }
        }
    }

    @Test
    void shouldKeepItsFileShortHoweverManyMessagesPass() throws Exception {
        try (LocalQueue queue = open()) {
            queue.put(bytes("stays"), 0, NOW);
            for (int i = 0; i < 50_000; i++) {
                queue.put(bytes("a message of some length that passes"));
                queue.ack(queue.take(NOW).orElseThrow());
            }
        }
        assertThat(Files.size(file)).as("50,000 messages have passed").isLessThan(1_000_000);
        try (LocalQueue queue = open()) {
            assertThat(drain(queue)).containsExactly("stays");
        }
    }

    @Test
    void shouldLoseNothingAndRepeatNothingWhenTheProcessIsKilled(Random random) throws Exception {
        for (int round = 0; round < 4; round++) {
            Path own = directory.resolve("round-" + round);
            Set<Long> put = new HashSet<>();
            Set<Long> acknowledged = new HashSet<>();
            workInAnotherProcessAndKillIt(own, 50 + random.nextInt(400), put, acknowledged);

            Set<Long> left = new HashSet<>();
            try (LocalQueue queue = LocalQueue.durable(own, OPTIONS)) {
                for (Optional<Delivery> next = queue.take(NOW);
                        next.isPresent();
                        next = queue.take(NOW)) {
                    left.add(next.get().id());
                }
            }
            assertThat(left).as("acknowledged: gone").doesNotContainAnyElementsOf(acknowledged);
            put.removeAll(acknowledged);
            long last = put.stream().mapToLong(id -> id).max().orElse(0);
            put.removeAll(left);
            // The acknowledgement of one may have been stored and not been printed.
            assertThat(put).as("put, not acknowledged, and lost").hasSizeLessThanOrEqualTo(1);
            assertThat(left).as("messages left").allMatch(id -> id <= last + 1);
        }
    }

    private static void workInAnotherProcessAndKillIt(
            Path file, int afterLines, Set<Long> put, Set<Long> acknowledged) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                WorkForever.class.getName(),
                                file.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                process.getInputStream(), StandardCharsets.US_ASCII))) {
            int count = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.endsWith(";")) { // else it is the last one, cut
                    long id = Long.parseLong(line.substring(1, line.length() - 1));
                    (line.startsWith("+") ? put : acknowledged).add(id);
                }
                if (++count == afterLines) {
                    process.toHandle().destroyForcibly();
                }
            }
        }
        process.waitFor();
    }

    /** Puts messages in, takes some out, and prints what has been done; until it is killed. */
    static final class WorkForever {
        private WorkForever() {}

        public static void main(String[] args) throws Exception {
            LocalQueue queue = LocalQueue.durable(Path.of(args[0]), OPTIONS);
            for (int i = 0; i < 1_000_000; i++) {
                System.out.println("+" + queue.put(bytes("m" + i)) + ";");
                if (i % 3 == 0) {
                    Delivery delivery = queue.take(NOW).orElseThrow();
                    queue.ack(delivery);
                    System.out.println("-" + delivery.id() + ";");
                }
            }
        }
    }
}
