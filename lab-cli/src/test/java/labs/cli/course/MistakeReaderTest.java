package labs.cli.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import labs.cli.SyntheticCourse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MistakeReaderTest {
    private static final String FILE = "lab-toy/mistakes/toy-1-subtracts.yaml";

    @TempDir Path dir;

    @Test
    void shouldPlantTheMistake() {
        SyntheticCourse course = SyntheticCourse.at(dir);

        Mistake mistake = MistakeReader.readAll(course.chapter()).get(0);

        assertThat(mistake.name()).isEqualTo("toy-1-subtracts");
        assertThat(mistake.applyTo(SyntheticCourse.ADDER)).contains("return a - b; // the whole");
    }

    @Test
    void shouldRefuseATextThatDoesNotOccurExactlyOnce() {
        Mistake mistake = MistakeReader.readAll(SyntheticCourse.at(dir).chapter()).get(0);

        assertThatThrownBy(() -> mistake.applyTo("class Adder {}"))
                .hasMessageContaining("toy-1-subtracts.yaml:5: the text to find occurs nowhere");
        assertThatThrownBy(() -> mistake.applyTo("Math.addExact(a, b) Math.addExact(a, b)"))
                .hasMessageContaining("more than once");
    }

    @Test
    void shouldRefuseAMistakeOfNoExerciseAndNoFileOfIt() {
        SyntheticCourse course =
                SyntheticCourse.at(dir)
                        .with(FILE, "exercise: toy-2\nmistake: m\nfile: x\nreplace: []\nmore: 1\n");

        assertThatThrownBy(() -> MistakeReader.readAll(course.chapter()))
                .hasMessageContaining(":3: x is not a file of toy-2")
                .hasMessageContaining(":4: 'replace' must change something")
                .hasMessageContaining(":5: unknown key 'more'")
                .hasMessageContaining("must be called toy-2-some-name.yaml");
    }

    @Test
    void shouldRunTheTestFirstThatIsSaidToCatchIt() {
        SyntheticCourse course =
                SyntheticCourse.at(dir)
                        .with(
                                FILE,
                                SyntheticCourse.MISTAKE.replace(
                                        "replace:", "by: labs.toy.MoreTest\nreplace:"));

        assertThatThrownBy(() -> MistakeReader.readAll(course.chapter()))
                .hasMessageContaining("labs.toy.MoreTest is not a test of toy-1");

        course.with(
                FILE,
                SyntheticCourse.MISTAKE.replace("replace:", "by: labs.toy.AdderTest\nreplace:"));
        Mistake mistake = MistakeReader.readAll(course.chapter()).get(0);
        assertThat(mistake.order(List.of("labs.toy.OtherTest", "labs.toy.AdderTest")))
                .containsExactly("labs.toy.AdderTest", "labs.toy.OtherTest");
    }
}
