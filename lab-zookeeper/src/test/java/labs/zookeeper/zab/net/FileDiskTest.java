package labs.zookeeper.zab.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import labs.kit.LabTest;
import labs.zookeeper.zab.Promise;
import labs.zookeeper.zab.Transaction;
import labs.zookeeper.zab.Zxid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@LabTest
@Timeout(30)
class FileDiskTest {
    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("node").resolve("zab.log");
    }

    /** Writes each number by a sync of its own, under the keys 0, 1, 2… */
    private void writeOneByOne(int numbers) {
        try (var disk = FileDisk.open(file)) {
            for (int i = 0; i < numbers; i++) {
                disk.write(String.valueOf(i), (long) i);
                disk.sync();
            }
        }
    }

    private List<Long> numbers() {
        try (var disk = FileDisk.open(file)) {
            List<Long> found = new ArrayList<>();
            for (int i = 0; disk.read(String.valueOf(i)).isPresent(); i++) {
                found.add((Long) disk.read(String.valueOf(i)).orElseThrow());
            }
            return found;
        }
    }

    @Test
    void shouldKeepWhatWasSynced() {
        var transaction = new Transaction(new Zxid(2, 1), 5);
        try (var disk = FileDisk.open(file)) {
            disk.write("epoch", 1L);
            disk.sync();
            disk.write("epoch", 2L);
            disk.write("promise", new Promise(2, 1));
            disk.write("log.0", transaction);
            disk.write("log.length", 1);
            disk.sync();
        }
        try (var disk = FileDisk.open(file)) {
            assertThat(disk.read("epoch")).as("the newer value").hasValue(2L);
            assertThat(disk.read("promise")).hasValue(new Promise(2, 1));
            assertThat(disk.read("log.0")).hasValue(transaction);
            assertThat(disk.read("log.length")).hasValue(1);
            assertThat(disk.read("nothing")).isEmpty();
        }
    }

    @Test
    void shouldReadWhatWasWrittenAndNotSyncedYet() {
        try (var disk = FileDisk.open(file)) {
            disk.write("epoch", 7L);
            assertThat(disk.read("epoch")).hasValue(7L);
        }
    }

    @Test
    void shouldForceAllThatItAppendedBeforeSyncReturns() {
        var storage = new Watched();
        var disk = new FileDisk(storage);
        disk.write("epoch", 1L);
        disk.write("promise", new Promise(1, 1));
        assertThat(storage.events).doesNotContain("force");

        disk.sync();
        storage.events.add("sync returned");

        assertThat(storage.events)
                .as("who acknowledges after a sync relies on it being on the disk")
                .containsExactly("append", "force", "sync returned");
    }

    @Test
    void shouldNotTouchTheDiskWhenThereIsNothingToSync() {
        var storage = new Watched();
        var disk = new FileDisk(storage);
        disk.sync();
        disk.write("epoch", 1L);
        disk.sync();
        disk.sync();

        assertThat(storage.events).containsExactly("append", "force");
    }

    @Test
    void shouldKeepAllThatWasSyncedWhereverTheLastBatchIsTorn() throws IOException {
        writeOneByOne(3);
        byte[] whole = Files.readAllBytes(file);
        int last = whole.length / 3;
        for (int missing = 1; missing <= last; missing++) {
            Files.write(file, Arrays.copyOf(whole, whole.length - missing));
            assertThat(numbers())
                    .as("%s bytes of the last batch missing", missing)
                    .containsExactly(0L, 1L);
        }
    }

    @Test
    void shouldTakeABlankOrHalfWrittenEndForATornOne() throws IOException {
        writeOneByOne(3);
        byte[] whole = Files.readAllBytes(file);
        int two = whole.length / 3 * 2;

        Files.write(file, Arrays.copyOf(Arrays.copyOf(whole, two), whole.length));
        assertThat(numbers()).as("zeros in place of the last batch").containsExactly(0L, 1L);

        Files.write(file, Arrays.copyOf(Arrays.copyOf(whole, whole.length - 5), whole.length));
        assertThat(numbers()).as("zeros in place of its end").containsExactly(0L, 1L);
    }

    @Test
    void shouldGoOnBehindTheLastWholeBatch(Random random) throws IOException {
        writeOneByOne(5);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1 - random.nextInt(20)));

        try (var disk = FileDisk.open(file)) {
            disk.write("4", 44L);
            disk.sync();
            disk.write("5", 55L);
            disk.sync();
        }

        assertThat(numbers())
                .as("a torn batch that is not cut off spoils what is written behind it")
                .containsExactly(0L, 1L, 2L, 3L, 44L, 55L);
    }

    @Test
    void shouldRefuseAFileThatIsDamagedBeforeItsLastBatch() throws IOException {
        writeOneByOne(4);
        byte[] whole = Files.readAllBytes(file);
        int batch = whole.length / 4;
        for (int place = 0; place < 3 * batch; place++) {
            byte[] damaged = whole.clone();
            damaged[place] ^= 0x10;
            Files.write(file, damaged);
            assertThatThrownBy(this::numbers)
                    .as("byte %s of %s is wrong", place, whole.length)
                    .isInstanceOf(CorruptDiskException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("byte " + place / batch * batch);
            assertThat(Files.readAllBytes(file)).as("left as it was").isEqualTo(damaged);
        }
    }

    @Test
    void shouldRefuseAFileThatSomebodyElseHasOpen() {
        try (var disk = FileDisk.open(file)) {
            assertThatThrownBy(() -> FileDisk.open(file))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasStackTraceContaining("in use by another");
        }
        assertThat(numbers()).as("it is free again").isEmpty();
    }

    /** A storage in memory that writes down what was asked of it. */
    static final class Watched implements Storage {
        final List<String> events = new ArrayList<>();

        @Override
        public byte[] read() {
            return new byte[0];
        }

        @Override
        public void append(byte[] bytes) {
            events.add("append");
        }

        @Override
        public void truncate(long length) {
            events.add("truncate");
        }

        @Override
        public void force() {
            events.add("force");
        }

        @Override
        public String name() {
            return "memory";
        }

        @Override
        public void close() {}
    }
}
