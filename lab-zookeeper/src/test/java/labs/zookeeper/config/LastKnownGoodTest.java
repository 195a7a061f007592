package labs.zookeeper.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import labs.kit.LabTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@LabTest
@Timeout(20)
final class LastKnownGoodTest {
    @TempDir Path directory;
    private LastKnownGood copy;

    @BeforeEach
    void choose() {
        copy = new LastKnownGood(directory.resolve("config.copy"));
    }

    @Test
    void shouldGiveBackWhatItSaved() throws IOException {
        Snapshot snapshot = snapshot(7, Map.of("a", "1", "b", "two\nlines \\ and = signs"));

        copy.save(snapshot);

        assertThat(copy.load()).contains(snapshot);
    }

    @Test
    void shouldHaveNothingBeforeTheFirstSave() throws IOException {
        assertThat(copy.load()).isEmpty();
    }

    @Test
    void shouldNeverTouchTheOldFileWhileItWritesTheNew() throws IOException {
        copy.save(snapshot(1, Map.of("a", "1")));
        // A second name for the file as it is: it shows what a reader has who opened it before.
        Path before = Files.createLink(directory.resolve("as-it-was"), copy.file());
        byte[] bytes = Files.readAllBytes(before);

        copy.save(snapshot(2, Map.of("a", "2")));

        assertThat(Files.readAllBytes(before))
                .as(
                        "the old file, which was written in place: a crash in the middle leaves neither")
                .isEqualTo(bytes);
        assertThat(copy.load()).map(Snapshot::version).contains(2L);
    }

    @Test
    void shouldLeaveNoOtherFileBehind() throws IOException {
        copy.save(snapshot(1, Map.of("a", "1")));
        copy.save(snapshot(2, Map.of("a", "2")));

        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(copy.file());
        }
    }

    @Test
    void shouldRefuseACopyInWhichAnyByteWasChanged(Random random) throws IOException {
        copy.save(snapshot(3, new TreeMap<>(MycatSchema.shop(3))));
        byte[] good = Files.readAllBytes(copy.file());
        for (int i = 0; i < 200; i++) {
            byte[] bad = good.clone();
            int at = random.nextInt(bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(copy.file(), bad);
            if (at != 64) { // the line feed behind the checksum says nothing
                assertThatExceptionOfType(ConfigException.Malformed.class)
                        .as("byte %d changed", at)
                        .isThrownBy(copy::load);
            }
        }
    }

    @Test
    void shouldRefuseACopyThatIsCutShort(Random random) throws IOException {
        copy.save(snapshot(3, new TreeMap<>(MycatSchema.shop(3))));
        byte[] good = Files.readAllBytes(copy.file());
        for (int i = 0; i < 50; i++) {
            int length = random.nextInt(good.length);
            Files.write(copy.file(), java.util.Arrays.copyOf(good, length));
            assertThatExceptionOfType(ConfigException.Malformed.class)
                    .as("cut to %d bytes", length)
                    .isThrownBy(copy::load);
        }
    }

    static Snapshot snapshot(long version, Map<String, String> values) {
        var revision = new Revision(version, "id-" + version, Instant.EPOCH, "anna", "a\ncomment");
        return new Snapshot(revision, values);
    }
}
