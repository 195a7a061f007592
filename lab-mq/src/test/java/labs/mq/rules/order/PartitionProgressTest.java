package labs.mq.rules.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(30)
final class PartitionProgressTest {
    private final PartitionProgress progress = new PartitionProgress(5);

    private void take(long... offsets) {
        for (long offset : offsets) {
            progress.taken(offset);
        }
    }

    private void finish(long offset) {
        assertThat(progress.begin()).isTrue();
        progress.ended(offset, true);
    }

    @Test
    void shouldCommitUpToTheFirstThatIsNotDone() {
        assertThat(progress.committable()).isEqualTo(5);
        take(5, 7, 8, 11); // compacted, or marks of transactions in between
        finish(8);
        finish(7);
        assertThat(progress.committable()).as("5 is not done").isEqualTo(5);
        finish(5);
        assertThat(progress.committable()).as("11 is not done, 9 and 10 are none").isEqualTo(11);
        finish(11);
        assertThat(progress.committable()).as("the next to read").isEqualTo(12);
        assertThat(progress.unfinished()).isZero();
    }

    @Test
    void shouldNotCommitWhatFailed() {
        take(5, 6);
        finish(6);
        assertThat(progress.begin()).isTrue();
        progress.ended(5, false);
        assertThat(progress.committable()).isEqualTo(5);
    }

    @Test
    void shouldWaitForWhatRunsAndLetNothingElseBegin() throws Exception {
        take(5, 6);
        assertThat(progress.begin()).isTrue();
        var closing = CompletableFuture.runAsync(this::close);
        assertThat(closing)
                .as("close waits for what has begun")
                .failsWithin(200, TimeUnit.MILLISECONDS);
        progress.ended(5, true);
        closing.get(20, TimeUnit.SECONDS);
        assertThat(progress.begin()).as("after that the partition is another's").isFalse();
        assertThat(progress.committable()).isEqualTo(6);
    }

    private void close() {
        try {
            progress.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
