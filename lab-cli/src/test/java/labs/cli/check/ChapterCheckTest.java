package labs.cli.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import labs.cli.SyntheticCourse;
import labs.cli.copy.CopyWriter;
import labs.cli.course.Exercise;
import labs.cli.course.Repository;
import labs.cli.course.Selection;
import labs.cli.results.Results;
import labs.cli.terminal.Console;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChapterCheckTest {
    private static final String ADDER = "lab-toy/src/main/java/labs/toy/Adder.java";

    @TempDir Path dir;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private SyntheticCourse reference;
    private Repository copy;

    @BeforeEach
    void start() {
        reference = SyntheticCourse.at(dir.resolve("reference"));
        new CopyWriter(reference.repository()).writeStart(dir.resolve("copy"));
        copy = Repository.at(dir.resolve("copy"));
    }

    @Test
    void shouldGiveTheReferenceAllPoints() {
        assertThat(check(reference.repository(), "toy")).isTrue();
        assertThat(out()).contains("✓ toy-1", "✓ toy-2", "toy: 100 of 100 points");
    }

    @Test
    void shouldSayForEachExerciseOfAFreshCopyWhereToBegin() {
        assertThat(check(copy, "toy")).isFalse();
        assertThat(out())
                .contains("toy-1", "toy-2", "not begun", ADDER + ":6", "toy: 0 of 100 points");
    }

    @Test
    void shouldExplainAWrongSolution() {
        write("return a - b;");

        assertThat(check(copy, "toy-1")).isFalse();
        assertThat(out())
                .contains("✗ toy-1", "0 of 60 points", "1 of 2 tests")
                .contains("[2 + 2] expected: 4 but was: 0")
                .contains("AdderTest.java:10", "lab-toy/README.md, part 1")
                .contains("hint: There is an operator for it.");
        assertThat(new Results(copy).passed(exercise("toy-1"))).isFalse();
    }

    @Test
    void shouldRememberWhatPassed() {
        write("return a + b;");

        assertThat(check(copy, "toy")).isFalse();
        assertThat(out()).contains("✓ toy-1", "toy: 60 of 100 points");
        assertThat(new Results(copy).passed(exercise("toy-1"))).isTrue();
    }

    @Test
    void shouldShowErrorsOfTheCompilerWithTheirLine() {
        write("return a + b");

        assertThat(check(copy, "toy-1")).isFalse();
        assertThat(out()).contains("lab-toy does not compile", ADDER + ":6: ';' expected");
    }

    @Test
    void shouldSayThatTheTestsWereStopped() {
        write("System.exit(0); return 0;");

        assertThat(check(copy, "toy-1")).isFalse();
        assertThat(out()).contains("the tests' JVM ended before its tests did");
    }

    private void write(String body) {
        SyntheticCourse.write(
                copy.root().resolve(ADDER),
                """
                package labs.toy;

                /** Adds. */
                public final class Adder {
                    public int add(int a, int b) {
                        %s
                    }
                }
                """
                        .formatted(body));
    }

    private boolean check(Repository repository, String name) {
        Selection selection = Selection.of(repository, name);
        PrintStream print = new PrintStream(out, true, UTF_8);
        return new ChapterCheck(repository, selection, Console.plain(print, print))
                .check(ToyBuild.of(selection.chapter()));
    }

    private Exercise exercise(String id) {
        return Selection.exercise(copy, id).exercise();
    }

    private String out() {
        return out.toString(UTF_8);
    }
}
