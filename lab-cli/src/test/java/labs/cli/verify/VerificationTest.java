package labs.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import labs.cli.SyntheticCourse;
import labs.cli.check.ToyBuild;
import labs.cli.terminal.Console;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
    private static final String README =
            """
            # A toy
            ## What you will see
            ```sh
            test -f lab-toy/lab.yaml && test ! -e .lab
            ```
            ## The idea
            ```java from="src/main/java/labs/toy/Doubler.java"
            public int twice(int a) {
            ```
            ## A worked example
            ```sh elsewhere="the instructor's machine"
            rm -rf /nothing
            ```
            ## Predict
            ## Exercises
            ## Break it
            ## Measured
            ## How the real systems do it
            ## Questions
            """;
    private static final String MISTAKE =
            """
            exercise: %s
            mistake: "%s"
            file: src/main/java/labs/toy/%s.java
            replace:
              - find: "%s"
                with: "%s"
            """;

    private static final String TWO =
            """
            package labs.toy;

            import static org.assertj.core.api.Assertions.assertThat;

            import org.junit.jupiter.api.MethodOrderer;
            import org.junit.jupiter.api.Order;
            import org.junit.jupiter.api.Test;
            import org.junit.jupiter.api.TestMethodOrder;

            @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
            class AdderTest {
                @Test
                @Order(1)
                void shouldExist() {
                    assertThat(new Adder()).isNotNull();
                }

                @Test
                @Order(2)
                void shouldAdder() {
                    assertThat(new Adder().add(2, 2)).isEqualTo(4);
                }

                @Test
                @Order(3)
                void shouldAddTwice() {
                    assertThat(new Adder().add(1, 1)).isEqualTo(2);
                }
            }
            """;

    @TempDir Path dir;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Map<String, String> caughtBefore = Map.of();
    private TimeBudget budget = TimeBudget.unlimited();
    private Outcome outcome; // of the chapter

    @Test
    void shouldProveAWholeCourse() {
        SyntheticCourse course = course();

        assertThat(verify(course)).as(out()).isTrue();

        assertThat(out())
                .contains("✓ toy-1: the reference passes (2 tests)")
                .contains("✓ toy-2: the starter fails a test (by DoublerTest#shouldDoubler)")
                .contains("✓ toy-2: passes with no other solutions than toy-1")
                .contains("✓ toy-1: caught: Subtracts (by AdderTest#shouldAdder)")
                .contains("✓ a handout holds no solution")
                .contains("✓ lab-toy/README.md:3: runs: test -f lab-toy/lab.yaml")
                .contains("– lab-toy/README.md:11: runs in the instructor's machine");
        assertThat(out().lines()).last().asString().matches("labs: \\d+ passed, 0 failed");
    }

    @Test
    void shouldSayWhatDisprovesACourse() {
        SyntheticCourse course =
                SyntheticCourse.at(dir)
                        .with("pom.xml", "<project/>")
                        .with(
                                "lab-toy/lab.yaml",
                                SyntheticCourse.UNHURRIED.replace("needs: [toy-1]", "needs: []"))
                        .with("docs/notes.md", "return Math.addExact(a, b); // the whole solution")
                        .with(
                                "lab-toy/mistakes/toy-1-fine.yaml",
                                mistake(
                                        "toy-1",
                                        "None at all",
                                        "Adder",
                                        "Exact(a, b);",
                                        "Exact(b, a);"))
                        .with(
                                "lab-toy/mistakes/toy-2-typo.yaml",
                                mistake("toy-2", "A typo", "Doubler", "(a, a);", "(a, a)"))
                        .with("lab-toy/README.md", README.replace("test -f", "test -d"));

        assertThat(verify(course)).isFalse();

        assertThat(out())
                .contains("✗ toy-2: passes with no other solution ")
                .contains("DoublerTest#shouldDoubler: TODO toy-1")
                .contains("course.yaml:4: pom.xml has no module lab-toy")
                .contains("✗ toy-2: at least three mistakes are planted")
                .contains("docs/notes.md:1: holds the solution of")
                .contains("toy-1-fine.yaml: every test of toy-1 passed with it")
                .contains("toy-2-typo.yaml: does not compile: Doubler.java:9: ';' expected")
                .contains("it ended with exit code 1");
        assertThat(out().lines().filter(line -> line.contains("every test of toy-1 passed")))
                .as("once where it was tried, and once more at the end")
                .hasSize(2);
        assertThat(out().lines()).last().asString().matches("labs: \\d+ passed, 8 failed");
    }

    @Test
    void shouldRunTheTestThatCaughtAMistakeTheLastTimeFirst() {
        caughtBefore =
                Map.of(
                        "toy-1-zero", "labs.toy.AdderTest#shouldAddTwice",
                        "toy-1-subtracts", "labs.toy.AdderTest#shouldExist", // passes with it
                        "toy-1-loops", "labs.toy.AdderTest#shouldBeGoneSince",
                        "toy-2-once", "labs.toy.AdderTest#shouldAdder", // of another exercise
                        "toy-2-zero", "labs.toy.DoublerTest#shouldDoubler(int)");
        SyntheticCourse course =
                course().with("lab-toy/src/test/java/labs/toy/AdderTest.java", TWO);

        assertThat(verify(course)).as(out()).isTrue();

        assertThat(out()).contains("✓ toy-1: caught: Zero (by AdderTest#shouldAddTwice)");
        assertThat(outcome.caught())
                .containsEntry("toy-1-zero", "labs.toy.AdderTest#shouldAddTwice")
                .containsEntry("toy-1-subtracts", "labs.toy.AdderTest#shouldAdder")
                .containsEntry("toy-1-loops", "labs.toy.AdderTest#shouldAdder")
                .containsEntry("toy-2-once", "labs.toy.DoublerTest#shouldDoubler")
                .containsEntry("toy-2-zero", "labs.toy.DoublerTest#shouldDoubler");
    }

    @Test
    void shouldNotTakeAMistakeForCaughtByATestThatIsNotThere() {
        caughtBefore = Map.of("toy-1-fine", "labs.toy.AdderTest#shouldBeGoneSince");
        String fine = mistake("toy-1", "None at all", "Adder", "Exact(a, b);", "Exact(b, a);");

        assertThat(verify(course().with("lab-toy/mistakes/toy-1-fine.yaml", fine))).isFalse();

        assertThat(out()).contains("toy-1-fine.yaml: every test of toy-1 passed with it");
        assertThat(outcome.isProof()).isFalse();
    }

    @Test
    void shouldTryNothingWhenTheTimeIsOver() {
        budget = TimeBudget.of(Duration.ZERO);

        assertThat(verify(course())).as("nothing failed").isTrue();

        assertThat(outcome.isProof()).isFalse();
        assertThat(outcome.untried()).isGreaterThan(10);
        assertThat(out()).doesNotContain("✓").endsWith("labs: 0 passed, 0 failed\n");
    }

    private SyntheticCourse course() {
        return SyntheticCourse.at(dir)
                .with("pom.xml", "<project><modules><module>lab-toy</module></modules></project>")
                .with("lab-toy/lab.yaml", SyntheticCourse.UNHURRIED)
                .with("lab-toy/README.md", README)
                .with(
                        "lab-toy/mistakes/toy-1-zero.yaml",
                        mistake("toy-1", "Zero", "Adder", "Math.addExact(a, b)", "0"))
                .with(
                        "lab-toy/mistakes/toy-1-loops.yaml",
                        mistake(
                                "toy-1",
                                "Doubles",
                                "Adder",
                                "addExact(a, b)",
                                "addExact(a, a + b)"))
                .with(
                        "lab-toy/mistakes/toy-2-zero.yaml",
                        mistake("toy-2", "Zero", "Doubler", "adder.add(a, a)", "0"))
                .with(
                        "lab-toy/mistakes/toy-2-once.yaml",
                        mistake("toy-2", "Once", "Doubler", "adder.add(a, a)", "a"))
                .with(
                        "lab-toy/mistakes/toy-2-thrice.yaml",
                        mistake("toy-2", "Thrice", "Doubler", "adder.add(a, a)", "3 * a"));
    }

    private static String mistake(String id, String text, String file, String find, String with) {
        return MISTAKE.formatted(id, text, file, find, with);
    }

    private boolean verify(SyntheticCourse course) {
        PrintStream print = new PrintStream(out, true, UTF_8);
        Console console = Console.plain(print, print);
        try (var verification = new Verification(course.repository(), console, budget)) {
            verification.course();
            outcome =
                    verification.chapter(
                            course.chapter(), () -> ToyBuild.of(course.chapter()), caughtBefore);
            return verification.sum(List.of());
        }
    }

    private String out() {
        return out.toString(UTF_8);
    }
}
