package labs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class WorkDirectoryTest {
    @TempDir Path folder;

    @Test
    void shouldGoWithAllThatIsInIt() throws IOException {
        Path path;
        try (var directory = WorkDirectory.create(folder, "kafka")) {
            path = directory.path();
            Files.createDirectories(path.resolve("a/b"));
            Files.writeString(path.resolve("a/b/c"), "c");
            Files.createSymbolicLink(path.resolve("link"), folder);
        }
        assertThat(path).doesNotExist();
        assertThat(folder).exists();
    }

    @Test
    void shouldLeaveAloneWhatIsInUseHereAndElsewhere() throws Exception {
        try (var ours = WorkDirectory.create(folder, "kafka");
                var other = Holder.start(folder)) {
            WorkDirectory.create(folder, "zookeeper").close();
            assertThat(ours.path()).exists();
            assertThat(other.directory()).exists();
        }
    }

    @Test
    void shouldRemoveWhatAKilledProcessHasLeft() throws Exception {
        Path left;
        try (var other = Holder.start(folder)) {
            left = other.directory();
        }
        assertThat(left).exists();

        WorkDirectory.create(folder, "zookeeper").close();

        assertThat(left).doesNotExist();
    }

    @Test
    void shouldLeaveAloneWhatOnlyHasSuchAName() throws IOException {
        Path other = Files.createDirectory(folder.resolve("lab-cluster-of-somebody"));
        WorkDirectory.create(folder, "zookeeper").close();
        assertThat(other).exists();
    }
}
