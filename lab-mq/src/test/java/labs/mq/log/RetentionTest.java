package labs.mq.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@LabTest
@Timeout(30)
class RetentionTest {
    private static final LogOptions SMALL = LogOptions.DEFAULT.withSegmentBytes(2_000);

    @TempDir Path directory;

    private static void fill(Log log, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            log.append(Batches.at(1_000L * i, Integer.toString(i)));
        }
    }

    @Test
    void shouldDropTheOldestSegmentsWhileTheRestIsEnough() throws Exception {
        try (Log log = Log.open(directory, SMALL.withRetention(null, 5_000))) {
            fill(log, 0, 300);

            assertThat(log.retain(Instant.now())).isPositive();

            assertThat(log.sizeInBytes()).isBetween(5_000L, 7_000L);
            assertThat(log.start()).isPositive();
            assertThat(log.end()).isEqualTo(300);
            assertThat(Batches.readAll(log, log.start()))
                    .hasSize((int) (300 - log.start()))
                    .first()
                    .extracting(LogRecord::offset)
                    .isEqualTo(log.start());
        }
    }

    @Test
    void shouldDropASegmentOnlyWhenItsNewestRecordIsTooOld() throws Exception {
        try (Log log = Log.open(directory, SMALL.withRetention(Duration.ofSeconds(100), -1))) {
            fill(log, 0, 300);

            log.retain(Instant.ofEpochMilli(300_000));

            assertThat(log.start()).as("200 s and newer has to stay").isBetween(150L, 200L);
            assertThat(Batches.readAll(log, log.start()).get(0).offset()).isEqualTo(log.start());
        }
    }

    @Test
    void shouldDropTheActiveSegmentTooWhenAllInItIsTooOld() throws Exception {
        try (Log log = Log.open(directory, SMALL.withRetention(Duration.ofSeconds(100), -1))) {
            fill(log, 0, 5);

            assertThat(log.retain(Instant.ofEpochMilli(100_000)))
                    .as("dropped while the newest record is not too old")
                    .isZero();
            assertThat(log.retain(Instant.ofEpochMilli(105_000))).isEqualTo(1);

            assertThat(log.start()).isEqualTo(5);
            assertThat(log.append(Batches.of("next")).firstOffset()).isEqualTo(5);
        }
        try (Log log = Log.open(directory, SMALL)) {
            assertThat(log.start()).isEqualTo(5);
            assertThat(log.end()).isEqualTo(6);
        }
    }

    @Test
    void shouldKeepTheActiveSegmentHoweverManyBytesItHas() throws Exception {
        try (Log log = Log.open(directory, SMALL.withRetention(null, 0))) {
            fill(log, 0, 5);

            assertThat(log.retain(Instant.now())).isZero();
            assertThat(Batches.readAll(log, 0)).hasSize(5);
        }
    }

    @Test
    void shouldBeginANewSegmentWhenTheFirstRecordOfTheLastIsOldEnough() throws Exception {
        LogOptions aged =
                SMALL.withTimes(Duration.ofSeconds(3), SMALL.maxAhead())
                        .withRetention(Duration.ofSeconds(10), -1);
        try (Log log = Log.open(directory, aged)) {
            fill(log, 0, 2);
        }
        try (Log log = Log.open(directory, aged)) { // it remembers when the segment began
            fill(log, 2, 8);
            log.retain(Instant.ofEpochMilli(13_500));
            assertThat(log.start()).as("0 to 3 s are one segment").isEqualTo(4);
        }
    }

    @Test
    void shouldRefuseOffsetsThatWereDropped() throws Exception {
        try (Log log = Log.open(directory, SMALL.withRetention(null, 0))) {
            fill(log, 0, 100);
            log.retain(Instant.now());

            assertThatThrownBy(() -> log.read(0, 100))
                    .isInstanceOf(OffsetOutOfRangeException.class)
                    .hasMessageContaining("offset 0");
        }
    }

    @Test
    void shouldRememberWhereItStartsWhenOpenedAgain() throws Exception {
        long start;
        try (Log log = Log.open(directory, SMALL.withRetention(null, 3_000))) {
            fill(log, 0, 200);
            log.retain(Instant.now());
            start = log.start();
        }
        try (Log log = Log.open(directory, SMALL)) {
            assertThat(log.start()).isEqualTo(start).isPositive();
            assertThat(log.end()).isEqualTo(200);
        }
    }

    @Test
    void shouldLeaveNoFileOfADroppedSegment() throws Exception {
        try (Log log = Log.open(directory, SMALL.withRetention(null, 0))) {
            fill(log, 0, 200);
            log.retain(Instant.now());
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files).as("the active segment alone").hasSize(1);
            }
        }
    }
}
