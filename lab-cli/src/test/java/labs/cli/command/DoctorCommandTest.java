package labs.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import labs.cli.SyntheticCourse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    @TempDir Path dir;

    @Test
    void shouldSayWhatIsThereAndHowToGetWhatIsNot() {
        SyntheticCourse.at(dir)
                .withManifest(
                        "{program: python3, package: python3, enables: \"nothing much\"}",
                        "{program: no-such-thing, package: libnothing, enables: \"miracles\"}");

        LabRun doctor = LabRun.in(dir, "doctor");

        assertThat(doctor.out())
                .contains("needed", "✓ JDK", "✓ Maven", "✓ git", "✓ ports")
                .contains("optional", "Docker", "– no-such-thing")
                .contains("enables: miracles; apt-get install libnothing");
    }
}
