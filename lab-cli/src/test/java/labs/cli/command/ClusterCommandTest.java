package labs.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import labs.cli.SyntheticCourse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterCommandTest {
    @TempDir Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"up", "down", "status", "env"})
    void shouldExplainEachOfItsCommands(String command) {
        LabRun help = LabRun.in(dir, "cluster", command, "--help");

        assertThat(help.code()).isZero();
        assertThat(help.out())
                .startsWith("Usage: lab cluster " + command)
                .contains("Examples:", "  lab cluster " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "down"})
    void shouldSuggestThePartThatWasMeant(String command) {
        SyntheticCourse.at(dir);

        LabRun wrong = LabRun.in(dir, "cluster", command, "zokeeper");

        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("no part 'zokeeper' (did you mean zookeeper?)");
    }

    @Test
    void shouldSayThatTheCourseHasNoCluster() {
        SyntheticCourse.at(dir);

        LabRun lost = LabRun.in(dir, "cluster", "status");

        assertThat(lost.code()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(lost.err()).contains("there is no docker-compose.yml in " + dir);
    }
}
