package labs.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import labs.cli.SyntheticCourse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListCommandTest {
    @TempDir Path dir;

    @Test
    void shouldShowOpenChaptersAndThoseToCome() {
        SyntheticCourse.at(dir);

        LabRun list = LabRun.in(dir, "list");

        assertThat(list.code()).isZero();
        assertThat(list.out())
                .contains("[toy] 100 points", "toy-1    Adding", "To come (to come)")
                .doesNotContain("\u001b");
        assertThat(LabRun.in(dir).out()).isEqualTo(list.out());
    }

    @Test
    void shouldShowWhatPassedLast() {
        SyntheticCourse.at(dir)
                .with(
                        ".lab/results.json",
                        """
                        {"toy-1": {"points": 60, "passed": 2, "tests": 2, "checked": "now"},
                         "toy-2": {"points": 0, "passed": 1, "tests": 2, "checked": "now"}}
                        """);

        assertThat(LabRun.in(dir, "list").out())
                .contains("60 of 100 points", "✓", "✗ 1 of 2 tests");
    }

    @Test
    void shouldNameTheBrokenManifest() {
        SyntheticCourse.at(dir).withManifest("points: 60", "points: 61");

        LabRun list = LabRun.in(dir, "list");

        assertThat(list.code()).isEqualTo(ExitCode.COURSE);
        assertThat(list.err()).contains("lab-toy/lab.yaml:7: the points add up to 101");
    }
}
