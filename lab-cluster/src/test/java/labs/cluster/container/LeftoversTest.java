package labs.cluster.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerMount;
import com.github.dockerjava.api.model.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

@Timeout(1800) // the first build of the image takes minutes
class LeftoversTest {
    @TempDir Path dir;

    /** A JVM that starts a server and waits to be killed. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) throws IOException {
            ZooKeeperContainers.start(1);
            System.out.println("it serves");
            System.in.read();
        }
    }

    @Test
    @RequiresEngine
    void shouldRemoveWhatAJvmHasLeftThatWasKilled() throws IOException {
        Path out = dir.resolve("out.log");
        Process owner = start(out);
        try {
            await().atMost(Duration.ofMinutes(20))
                    .until(() -> !owner.isAlive() || Files.readString(out).contains("it serves"));
            assertThat(owner.isAlive()).as(Files.readString(out)).isTrue();
        } finally {
            owner.destroyForcibly().onExit().join();
        }
        DockerClient docker = DockerClientFactory.lazyClient();
        List<Container> left = containers(docker, owner.pid());
        assertThat(left).hasSize(1);

        Leftovers.sweep(docker);

        assertThat(containers(docker, owner.pid())).isEmpty();
        assertThat(volumes(docker)).doesNotContainAnyElementsOf(volumesOf(left));
        assertThat(networks(docker)).doesNotContain("" + owner.pid());
    }

    @Test
    void shouldNotTakeAnotherProcessOfTheSameNumberForTheOwner() {
        Map<String, String> ours = Leftovers.labels();
        assertThat(Leftovers.isOrphan(ours)).isFalse();

        var older = new HashMap<>(ours);
        older.put("labs.owner.started", "2001-01-01T00:00:00Z");
        assertThat(Leftovers.isOrphan(older)).isTrue();
    }

    private static Process start(Path out) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }

    private static List<Container> containers(DockerClient docker, long pid) {
        return docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of("labs.owner.process=" + pid))
                .exec();
    }

    private static List<String> volumesOf(List<Container> containers) {
        return containers.stream()
                .flatMap(container -> container.getMounts().stream())
                .map(ContainerMount::getName)
                .toList();
    }

    private static List<String> volumes(DockerClient docker) {
        return docker.listVolumesCmd().exec().getVolumes().stream()
                .map(volume -> volume.getName())
                .toList();
    }

    private static List<String> networks(DockerClient docker) {
        return docker.listNetworksCmd().exec().stream()
                .map(Network::getLabels)
                .filter(labels -> labels != null && labels.containsKey("labs.owner.process"))
                .map(labels -> labels.get("labs.owner.process"))
                .toList();
    }
}
