package labs.cli.course;

import static labs.cli.SyntheticCourse.MANIFEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import labs.cli.SyntheticCourse;
import labs.cli.problem.CourseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestReaderTest {
    @TempDir Path dir;

    @Test
    void shouldReadAChapter() {
        Chapter chapter = SyntheticCourse.at(dir).chapter();

        assertThat(chapter.name()).isEqualTo("toy");
        assertThat(chapter.module()).isEqualTo("lab-toy");
        assertThat(chapter.points()).isEqualTo(100);
        assertThat(chapter.demo("tour").orElseThrow().main()).isEqualTo("labs.toy.demo.Tour");
        assertThat(chapter.natives()).extracting(NativeProgram::program).containsExactly("python3");
        Exercise second = chapter.exercise("toy-2").orElseThrow();
        assertThat(second.needs()).containsExactly("toy-1");
        assertThat(second.seconds()).isEqualTo(900);
        assertThat(chapter.exercise("toy-1").orElseThrow().seconds()).isEqualTo(60);
    }

    /** A change to the manifest, the line that must be named, and a part of the message. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    title: A toy      | titel: A toy          | 2  | unknown key 'titel'
                    title: A toy      | titel: A toy          | 1  | 'title' is missing
                    title: A toy      | title: 12             | 2  | 'title' must hold a string
                    title: A toy      | title: ' '            | 2  | 'title' must not be blank
                    title: A toy      | chapter: toy          | 2  | 'chapter' stands here twice
                    title: A toy      | title: [a             | 3  | is not YAML
                    chapter: toy      | chapter: rpc          | 1  | must lie in a folder lab-rpc
                    demo.Tour         | demo.Trip             | 6  | there is no class labs.toy.demo.Trip
                    title: "adds      | scope: tests, title: "adds | 6 | 'scope' is 'tests'; it is main or test
                    title: "adds      | scope: test, title: "adds  | 6 | no class labs.toy.demo.Tour in src/test
                    points: 60        | points: 50            | 7  | add up to 90, not to 100
                    points: 60        | points: '60'          | 10 | 'points' must be a whole number
                    points: 60        | points: 0             | 10 | at least 1
                    points: 60        | points: 99999999999   | 10 | is too large
                    id: toy-2         | id: toy-3             | 20 | must be toy-2 here
                    needs: []         | needs: [toy-2]        | 12 | 'toy-2' is not an exercise before
                    needs: []         | needs: toy-2          | 12 | 'needs' must be a list
                    toy/Adder.java    | toy/Added.java        | 14 | there is no file
                    toy/Doubler.java  | toy/Adder.java        | 27 | stands in line 14 already
                    src/main/java/labs/toy/Adder.java | ../pom.xml | 14 | is not below src/main
                    toy.AdderTest     | toy.AddTest           | 16 | there is no class labs.toy.AddTest
                    toy.DoublerTest   | toy.AdderTest         | 29 | stands in line 16 already
                    """)
    void shouldNameTheLineOfAMistake(String find, String with, int line, String message) {
        SyntheticCourse course = SyntheticCourse.at(dir).withManifest(find, with);

        CourseException refused = refused(course);

        assertThat(refused.problems())
                .anySatisfy(
                        problem -> {
                            assertThat(problem.file()).isEqualTo(dir.resolve("lab-toy/lab.yaml"));
                            assertThat(problem.line()).isEqualTo(line);
                            assertThat(problem.message()).contains(message);
                        });
    }

    @Test
    void shouldReportAllMistakesAtOnce() {
        SyntheticCourse course =
                SyntheticCourse.at(dir)
                        .with(
                                "lab-toy/lab.yaml",
                                MANIFEST.replace("points: 60", "points: 61")
                                        .replace("AdderTest", "NoTest"));

        assertThat(refused(course).problems()).hasSize(2);
    }

    @Test
    void shouldRefuseAMarkedFileOfNoExercise() {
        Path stray = dir.resolve("lab-toy/src/main/java/labs/toy/Stray.java");
        SyntheticCourse course =
                SyntheticCourse.at(dir)
                        .with("lab-toy/src/main/java/labs/toy/Stray.java", SyntheticCourse.ADDER);

        assertThat(refused(course))
                .hasMessageContaining("Stray.java:6: is marked, but no exercise");
        assertThat(refused(course).file()).isEqualTo(stray);
    }

    @Test
    void shouldRefuseAFileOfAnExerciseWithoutMarkers() {
        SyntheticCourse course =
                SyntheticCourse.at(dir)
                        .with("lab-toy/src/main/java/labs/toy/Adder.java", "class Adder {}");

        assertThat(refused(course)).hasMessageContaining("Adder.java: is a file of an exercise");
    }

    @Test
    void shouldNotAskForMarkersInAStudentsCopy() {
        SyntheticCourse course =
                SyntheticCourse.at(dir)
                        .with("lab-toy/src/main/java/labs/toy/Adder.java", "class Adder {}")
                        .with(".lab/copy.json", "{}");

        assertThat(course.chapter().exercises()).hasSize(2);
    }

    private static CourseException refused(SyntheticCourse course) {
        return catchThrowableOfType(CourseException.class, course::chapter);
    }
}
