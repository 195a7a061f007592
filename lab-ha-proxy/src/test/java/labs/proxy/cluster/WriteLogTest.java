package labs.proxy.cluster;

import static labs.proxy.cluster.Write.Outcome.ACKNOWLEDGED;
import static labs.proxy.cluster.Write.Outcome.REFUSED;
import static labs.proxy.cluster.Write.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WriteLogTest {
    /** A clock may begin anywhere, and run over the end of a long. */
    private static final long ZERO = Long.MAX_VALUE - 1_000_000;

    private static WriteLog log(Write... writes) {
        return new WriteLog(Arrays.asList(writes));
    }

    private static Write write(long number, Write.Outcome outcome, long began, long ended) {
        return new Write(
                number,
                outcome,
                ZERO + Duration.ofSeconds(began).toNanos(),
                ZERO + Duration.ofSeconds(ended).toNanos());
    }

    @Test
    void shouldMeasureFromOneAcknowledgedRowToTheNext() {
        WriteLog log =
                log(
                        write(1, ACKNOWLEDGED, 0, 1),
                        write(2, UNKNOWN, 2, 5),
                        write(3, REFUSED, 6, 7),
                        write(4, ACKNOWLEDGED, 8, 10),
                        write(5, ACKNOWLEDGED, 11, 12));
        assertThat(log.longestGap()).hasSeconds(9);
    }

    @Test
    void shouldTakeTheLongestOfSeveralGaps() {
        WriteLog log =
                log(
                        write(1, ACKNOWLEDGED, 0, 1),
                        write(2, ACKNOWLEDGED, 7, 8),
                        write(3, REFUSED, 9, 10),
                        write(4, ACKNOWLEDGED, 10, 11));
        assertThat(log.longestGap()).as("a slow yes is an outage, too").hasSeconds(7);
    }

    @Test
    void shouldCountAGapThatHasNotEnded() {
        assertThat(log(write(1, ACKNOWLEDGED, 0, 1), write(2, REFUSED, 2, 20)).longestGap())
                .hasSeconds(19);
    }

    @Test
    void shouldCountAGapAtTheBeginning() {
        assertThat(log(write(1, REFUSED, 0, 4), write(2, ACKNOWLEDGED, 5, 6)).longestGap())
                .hasSeconds(6);
        assertThat(log(write(1, UNKNOWN, 0, 4)).longestGap()).hasSeconds(4);
    }

    @Test
    void shouldHaveNoGapWhereNothingWasWritten() {
        assertThat(new WriteLog(List.of()).longestGap()).isZero();
    }

    @Test
    void shouldMissOnlyWhatWasPromised() {
        WriteLog log =
                log(
                        write(7, ACKNOWLEDGED, 0, 1),
                        write(5, ACKNOWLEDGED, 1, 2),
                        write(8, UNKNOWN, 2, 3),
                        write(9, REFUSED, 3, 4),
                        write(10, ACKNOWLEDGED, 4, 5));
        assertThat(log.lost(Set.of(10L)))
                .as("rows 8 and 9 were not promised; a row of another client is no matter")
                .containsExactly(5L, 7L);
        assertThat(log.lost(Set.of(5L, 7L, 8L, 10L, 99L))).isEmpty();
    }
}
