package labs.compute.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import labs.compute.window.TransactionalState.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TransactionalStateTest {
    private static final TreeMap<String, Long> ONE_A = new TreeMap<>(Map.of("a", 1L));

    @TempDir Path directory;
    private Path path;

    @BeforeEach
    void nameTheFile() {
        path = directory.resolve("state");
    }

    @Test
    void shouldCountABatchOnceHoweverOftenItComes() throws IOException {
        TransactionalState state = TransactionalState.open(path);
        assertThat(state.apply(1, ONE_A)).isEqualTo(Outcome.APPLIED);
        assertThat(state.apply(1, ONE_A)).isEqualTo(Outcome.REPLAYED);
        assertThat(state.apply(2, ONE_A)).isEqualTo(Outcome.APPLIED);
        assertThat(state.apply(1, ONE_A)).as("an old one").isEqualTo(Outcome.REPLAYED);
        assertThat(state.counts()).containsExactly(Map.entry("a", 2L));
    }

    @Test
    void shouldNotTakeABatchWhileAnEarlierOneIsMissing() throws IOException {
        TransactionalState state = TransactionalState.open(path);
        assertThat(state.apply(2, ONE_A)).isEqualTo(Outcome.TOO_EARLY);
        assertThat(state.counts()).isEmpty();
        state.apply(1, ONE_A);
        assertThat(state.apply(2, ONE_A)).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void shouldKnowAfterADeathWhichBatchesItHadCounted() throws IOException {
        TransactionalState.open(path).apply(1, ONE_A);
        TransactionalState.open(path).apply(2, ONE_A);
        TransactionalState afterwards = TransactionalState.open(path);
        assertThat(afterwards.txid()).isEqualTo(2);
        assertThat(afterwards.apply(2, ONE_A)).isEqualTo(Outcome.REPLAYED);
        assertThat(afterwards.counts()).containsExactly(Map.entry("a", 2L));
    }

    @Test
    void shouldCountABatchWithoutWordsToo() throws IOException {
        TransactionalState.open(path).apply(1, new TreeMap<>());
        assertThat(TransactionalState.open(path).apply(2, ONE_A)).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void shouldChangeNothingIfItCannotSave() throws IOException {
        Path gone = Files.createDirectory(directory.resolve("gone"));
        TransactionalState state = TransactionalState.open(gone.resolve("state"));
        Files.delete(gone);
        assertThatThrownBy(() -> state.apply(1, ONE_A)).isInstanceOf(IOException.class);
        assertThat(state.counts()).as("nothing was saved").isEmpty();
        Files.createDirectory(gone);
        assertThat(state.apply(1, ONE_A)).as("the same batch again").isEqualTo(Outcome.APPLIED);
    }

    @Test
    void shouldSaveOverWhatWasSaved() throws IOException {
        var file = new CheckpointFile(path);
        assertThat(file.load()).isEmpty();
        file.save(new byte[100]);
        file.save(new byte[] {1, 2, 3});
        assertThat(new CheckpointFile(path).load()).contains(new byte[] {1, 2, 3});
        try (var files = Files.list(directory)) {
            assertThat(files).as("nothing else is left").containsExactly(path);
        }
    }

    @Test
    void shouldPassOverAHalfWrittenSuccessor() throws IOException {
        var file = new CheckpointFile(path);
        file.save(new byte[] {1, 2, 3});
        Files.write(directory.resolve("state.next"), new byte[200]);
        assertThat(new CheckpointFile(path).load()).contains(new byte[] {1, 2, 3});
        file.save(new byte[] {4});
        assertThat(file.load()).contains(new byte[] {4});
    }

    @Test
    void shouldRefuseAFileThatIsNotWhatWasSaved() throws IOException {
        var file = new CheckpointFile(path);
        file.save("saved".getBytes(StandardCharsets.UTF_8));
        byte[] good = Files.readAllBytes(path);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x10;
            Files.write(path, bad);
            assertThatThrownBy(file::load)
                    .as("byte %d of the file was changed", i)
                    .isInstanceOf(CorruptCheckpointException.class)
                    .hasMessageContaining(path.toString());
            Files.write(path, Arrays.copyOf(good, i));
            assertThatThrownBy(file::load)
                    .as("the file was cut to %d bytes", i)
                    .isInstanceOf(CorruptCheckpointException.class);
        }
    }

    @Test
    void shouldCommitABatchWhenAllBeforeItAreAcked() throws IOException {
        BatchLedger ledger = BatchLedger.open(path, 10);
        for (long batch = 1; batch <= 3; batch++) {
            assertThat(ledger.next(3)).hasValue(batch);
        }
        assertThat(ledger.next(3)).as("the source has three").isEmpty();
        ledger.ack(2);
        assertThat(ledger.committed()).as("1 is not acked").isZero();
        assertThat(BatchLedger.open(path, 10).next(3)).hasValue(1);
        ledger.ack(1);
        assertThat(ledger.committed()).isEqualTo(2);
        assertThat(BatchLedger.open(path, 10).next(3)).as("after a death").hasValue(3);
    }

    @Test
    void shouldSendTheEarliestFailedBatchFirst() throws IOException {
        BatchLedger ledger = BatchLedger.open(path, 10);
        for (int i = 0; i < 4; i++) {
            ledger.next(9);
        }
        ledger.fail(3);
        ledger.fail(2);
        assertThat(ledger.next(9)).hasValue(2);
        assertThat(ledger.next(9)).hasValue(3);
        assertThat(ledger.next(9)).hasValue(5);
    }

    @Test
    void shouldNotSendTooFarBehindTheLastCommittedBatch() throws IOException {
        BatchLedger ledger = BatchLedger.open(path, 2);
        ledger.next(9);
        ledger.next(9);
        ledger.ack(2);
        assertThat(ledger.next(9)).as("1 is not committed, two may be pending").isEmpty();
        ledger.ack(1);
        assertThat(ledger.next(9)).hasValue(3);
    }

    @Test
    void shouldBeExactUnderAnyOrderOfFailuresAndDeaths() throws IOException {
        for (int seed = 0; seed < 5; seed++) {
            var random = new Random(seed);
            Path ledgerFile = directory.resolve("ledger-" + seed);
            Path stateFile = directory.resolve("state-" + seed);
            BatchLedger ledger = BatchLedger.open(ledgerFile, 3);
            TransactionalState state = TransactionalState.open(stateFile);
            var onTheirWay = new ArrayList<Long>();
            while (ledger.committed() < 12) {
                ledger.next(12).ifPresent(onTheirWay::add);
                if (onTheirWay.isEmpty() || random.nextInt(10) == 0) {
                    onTheirWay.clear();
                    ledger = BatchLedger.open(ledgerFile, 3);
                    state = TransactionalState.open(stateFile);
                    continue;
                }
                long batch = onTheirWay.remove(random.nextInt(onTheirWay.size()));
                Outcome outcome = state.apply(batch, ONE_A);
                if (outcome == Outcome.TOO_EARLY || random.nextInt(3) == 0) {
                    ledger.fail(batch);
                } else {
                    ledger.ack(batch);
                }
            }
            assertThat(TransactionalState.open(stateFile).counts())
                    .as("twelve batches, seed " + seed)
                    .containsExactly(Map.entry("a", 12L));
        }
    }
}
