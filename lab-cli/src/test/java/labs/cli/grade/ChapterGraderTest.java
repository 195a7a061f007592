package labs.cli.grade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import labs.cli.run.NoSandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChapterGraderTest {
    private static final String STUB = "throw new UnsupportedOperationException();";

    @TempDir private static Path folder;
    private static TinyCourse course;
    private static ChapterGrader grader;

    @BeforeAll
    static void prepare() {
        course = new TinyCourse(folder);
        grader = course.grader(new NoSandbox());
    }

    @AfterAll
    static void close() {
        grader.close();
    }

    @Test
    void shouldGiveAllPointsToAPerfectSubmission() {
        ChapterScore score = grader.grade(course.perfect("perfect"));

        assertThat(points(score)).containsExactly(30, 40, 30);
        assertThat(score.notes()).isEmpty();
        assertThat(score.exercises().get(0).tests()).hasSize(2).allMatch(test -> test.passed());
    }

    @Test
    void shouldGiveNothingToAnEmptyFolder() {
        ChapterScore score = grader.grade(new Submission("empty", folder.resolve("empty")));

        assertThat(points(score)).containsExactly(0, 0, 0);
        assertThat(score.exercises())
                .extracting(ExerciseScore::verdict)
                .containsOnly("not attempted");
        assertThat(score.notes()).singleElement().asString().contains("no src/main/java");
    }

    @Test
    void shouldGiveTheSolvedExercisesTheirPoints() {
        ChapterScore score = grader.grade(course.greeting("half", "return \"Hi\";"));

        assertThat(points(score)).containsExactly(30, 0, 30);
        assertThat(score.exercises().get(1).verdict()).isEqualTo("2 of 2 tests did not pass");
        assertThat(score.exercises().get(1).tests().get(0).message()).contains("Hello, Ada!");
    }

    @Test
    void shouldLetAnExerciseThatIsNeededFailTheOneThatNeedsIt() {
        ChapterScore score = grader.grade(course.with("no-sum", "Sum", sum(STUB)));

        assertThat(points(score)).containsExactly(0, 40, 0);
    }

    @Test
    void shouldLetAFileThatDoesNotCompileCostItsOwnExerciseAlone() {
        ChapterScore score = grader.grade(course.greeting("typo", "retrun name;"));

        assertThat(points(score)).containsExactly(30, 0, 30);
        assertThat(score.exercises().get(1).verdict())
                .startsWith("does not compile: Greeting.java:");
    }

    @Test
    void shouldFindTheExerciseThatBreaksTheOthers() {
        // The error shows in Length, which the student left as it was: Sum has lost its method.
        ChapterScore score =
                grader.grade(
                        course.with(
                                "renamed",
                                "Sum",
                                sum("return a + b;").replace("int of", "int plus")));

        assertThat(score.exercises().get(0).points()).isZero();
        assertThat(score.exercises().get(1).points()).isEqualTo(40);
    }

    @Test
    void shouldLeaveOutAFileOfTheirOwnThatDoesNotCompile() {
        Submission submission = course.perfect("extra");
        TinyCourse.write(submission, "src/main/java/labs/tiny/Draft.java", "class Draft {");

        ChapterScore score = grader.grade(submission);

        assertThat(points(score)).containsExactly(30, 40, 30);
        assertThat(score.notes()).singleElement().asString().contains("Draft.java");
    }

    @Test
    void shouldUseAHelperOfTheirOwn() {
        Submission submission = course.greeting("helper", "return Helper.hello(name);");
        TinyCourse.write(
                submission,
                "src/main/java/labs/tiny/Helper.java",
                """
                package labs.tiny;

                final class Helper {
                    static String hello(String name) {
                        return "Hello, " + name.strip() + "!";
                    }
                }
                """);

        assertThat(points(grader.grade(submission))).containsExactly(30, 40, 30);
    }

    @Test
    void shouldNotLetThemBringTheirOwnTestsOrJUnit() {
        Submission submission = course.greeting("own-tests", "return null;");
        String easy =
                "package labs.tiny; class GreetingTest { @org.junit.jupiter.api.Test void shouldBeRight() {} }";
        TinyCourse.write(submission, "src/test/java/labs/tiny/GreetingTest.java", easy);
        TinyCourse.write(submission, "src/main/java/labs/tiny/GreetingTest.java", easy);
        // Its folder is the chapter's, and its package is JUnit's.
        TinyCourse.write(
                submission,
                "src/main/java/labs/tiny/Assertions.java",
                """
                package org.junit.jupiter.api;

                public class Assertions {
                    public static void assertEquals(Object a, Object b) {}
                }
                """);
        TinyCourse.write(submission, "pom.xml", "<project/>");

        ChapterScore score = grader.grade(submission);

        assertThat(points(score)).containsExactly(30, 0, 30);
        assertThat(score.notes())
                .anyMatch(note -> note.contains("a test of the course has this name"));
    }

    @Test
    void shouldNotTakeALinkToTheReferenceForASolution() throws IOException {
        Submission submission = course.perfect("link");
        Path file = submission.dir().resolve("lab-tiny/src/main/java/labs/tiny/Greeting.java");
        Files.delete(file);
        Files.createSymbolicLink(
                file, course.module().resolve("src/main/java/labs/tiny/Greeting.java"));

        assertThat(points(grader.grade(submission))).containsExactly(30, 0, 30);
    }

    @Test
    void shouldPointAtCodeThatIsWorthALook() {
        ChapterScore score =
                grader.grade(
                        course.greeting(
                                "odd",
                                "if (name == null) System.exit(1);\nreturn \"Hello, \" + name.strip() + \"!\";"));

        assertThat(points(score)).containsExactly(30, 40, 30);
        assertThat(score.notes())
                .singleElement()
                .asString()
                .contains("worth a look", "Greeting.java:", "ends the JVM");
    }

    @Test
    void shouldWriteTheReport() throws IOException {
        var submissions =
                List.of(course.perfect("=cmd, the \"first\""), course.greeting("<b>bob</b>", STUB));
        var all = new ClassGrader("Tiny", List.of(grader), new NoSandbox(), line -> {});
        Path out = folder.resolve("report");

        ClassReport report = all.grade(submissions, 2);
        ClassGrader.write(report, List.of(course.chapter()), out);

        assertThat(out.resolve("scores.csv"))
                .as("verdicts: %s", report)
                .content()
                .isEqualTo(
                        "student,points,max,tiny-1,tiny-2,tiny-3\r\n"
                                + "\"'=cmd, the \"\"first\"\"\",100,100,30,40,30\r\n"
                                + "\"<b>bob</b>\",60,100,30,0,30\r\n");
        assertThat(out.resolve("scores.json")).content().contains("\"points\" : 60");
        assertThat(out.resolve("autograding.json"))
                .content()
                .contains("./lab check tiny-2", "\"points\" : 40");
        assertThat(out.resolve("index.html"))
                .content()
                .contains("&lt;b&gt;bob&lt;/b&gt;", "The sandbox was missing")
                .doesNotContain("<b>bob</b>");
        assertThat(pages(out))
                .hasSize(2)
                .allSatisfy(page -> assertThat(page).content().contains("tiny-2"));
    }

    private static List<Path> pages(Path out) {
        try (var pages = Files.list(out.resolve("students"))) {
            return pages.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sum(String body) {
        return "package labs.tiny;\n\nfinal class Sum {\n    int of(int a, int b) {\n        "
                + body
                + "\n    }\n}\n";
    }

    private static List<Integer> points(ChapterScore score) {
        return score.exercises().stream().map(ExerciseScore::points).toList();
    }
}
