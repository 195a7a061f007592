package labs.mq.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@LabTest
@Timeout(30)
class CompactionTest {
    private static final LogOptions SMALL = LogOptions.DEFAULT.withSegmentBytes(2_000);
    private static final Instant SOON = Instant.ofEpochMilli(2_000);
    private static final Instant MUCH_LATER = Instant.ofEpochMilli(1_000_000_000);

    @TempDir Path directory;

    private static Map<String, String> table(List<LogRecord> records) {
        var table = new LinkedHashMap<String, String>();
        for (LogRecord record : records) {
            if (record.isTombstone()) {
                table.remove(Batches.text(record.key()));
            } else {
                table.put(Batches.text(record.key()), Batches.text(record.value()));
            }
        }
        return table;
    }

    @Test
    void shouldKeepTheNewestRecordOfEachKey(Random random) throws Exception {
        var expected = new HashMap<String, String>();
        try (Log log = Log.open(directory, SMALL)) {
            for (int i = 0; i < 1_000; i++) {
                String key = "k" + random.nextInt(20);
                String value = random.nextInt(10) == 0 ? null : "v" + i;
                log.append(Batches.keyed(1_000, key, value));
                if (value == null) {
                    expected.remove(key);
                } else {
                    expected.put(key, value);
                }
            }
            long before = log.sizeInBytes();

            long dropped = log.compact(SOON);

            assertThat(dropped).isGreaterThan(900);
            assertThat(log.sizeInBytes()).isLessThan(before / 5);
            assertThat(log.end()).isEqualTo(1_000);
            assertThat(table(Batches.readAll(log, 0)))
                    .as("the table that a reader from the start builds up")
                    .containsExactlyInAnyOrderEntriesOf(expected);
        }
    }

    @Test
    void shouldLeaveTheOffsetsAsTheyWere() throws Exception {
        try (Log log = Log.open(directory, SMALL)) {
            log.append(Batches.keyed(1_000, "a", "1")); // 0, replaced
            log.append(Batches.keyed(1_000, "b", "1")); // 1, kept
            log.append(Batches.keyed(1_000, "a", "2")); // 2, kept
            log.roll();
            log.append(Batches.keyed(1_000, "c", "1")); // 3, in the active segment

            log.compact(SOON);

            assertThat(Batches.readAll(log, 0))
                    .extracting(LogRecord::offset)
                    .containsExactly(1L, 2L, 3L);
            assertThat(Batches.readAll(log, 2))
                    .extracting(LogRecord::offset)
                    .containsExactly(2L, 3L);
        }
    }

    @Test
    void shouldCountTheKeysOfTheActiveSegmentAsNewer() throws Exception {
        try (Log log = Log.open(directory, SMALL)) {
            log.append(Batches.keyed(1_000, "a", "old"));
            log.roll();
            log.append(Batches.keyed(1_000, "a", "new"));

            assertThat(log.compact(SOON)).isEqualTo(1);
            assertThat(Batches.values(Batches.readAll(log, 0))).containsExactly("new");
        }
    }

    @Test
    void shouldKeepATombstoneForAWhileAndThenDropIt() throws Exception {
        try (Log log = Log.open(directory, SMALL)) {
            log.append(Batches.keyed(1_000, "a", "1"));
            log.append(Batches.keyed(1_000, "a", null));
            log.roll();

            log.compact(SOON);
            assertThat(Batches.readAll(log, 0))
                    .as("a reader that is behind has to hear of the deletion")
                    .singleElement()
                    .satisfies(record -> assertThat(record.isTombstone()).isTrue());

            log.compact(MUCH_LATER);
            assertThat(Batches.readAll(log, 0)).isEmpty();
            assertThat(log.end()).isEqualTo(2);
        }
    }

    @Test
    void shouldBeTheSameWhenOpenedAgain() throws Exception {
        List<String> compacted;
        try (Log log = Log.open(directory, SMALL)) {
            for (int i = 0; i < 500; i++) {
                log.append(Batches.keyed(1_000, "k" + i % 7, "v" + i));
            }
            log.compact(SOON);
            compacted = Batches.values(Batches.readAll(log, 0));
        }
        try (Log log = Log.open(directory, SMALL)) {
            assertThat(Batches.values(Batches.readAll(log, 0))).isEqualTo(compacted);
            assertThat(log.end()).isEqualTo(500);
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files).noneMatch(file -> file.toString().endsWith(".compacted"));
            }
        }
    }

    @Test
    void shouldNotCompactRecordsWithoutAKey() throws Exception {
        try (Log log = Log.open(directory, SMALL)) {
            log.append(Batches.of("no key"));
            log.roll();

            assertThatThrownBy(() -> log.compact(SOON))
                    .isInstanceOf(CorruptBatchException.class)
                    .hasMessageContaining("key");
            assertThat(Batches.readAll(log, 0)).hasSize(1);
        }
    }
}
