package labs.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import labs.cli.SyntheticCourse;
import labs.cli.course.Chapter;
import labs.cli.run.TestOutcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureTest {
    @TempDir Path dir;
    private Chapter chapter;

    @BeforeEach
    void readChapter() {
        chapter = SyntheticCourse.at(dir).chapter();
    }

    @Test
    void shouldLetAStubSpeakForItself() {
        Failure failure =
                failure(
                        "java.lang.UnsupportedOperationException: TODO toy-1: see README, part 1",
                        """
                        java.lang.UnsupportedOperationException: TODO toy-1: see README, part 1
                        \tat labs.toy.Adder.add(Adder.java:6)
                        \tat labs.toy.AdderTest.shouldAdder(AdderTest.java:10)
                        """);

        assertThat(failure.test()).isEqualTo("AdderTest#shouldAdder");
        assertThat(failure.message()).isEqualTo("TODO toy-1: see README, part 1");
        assertThat(failure.where()).contains("lab-toy/src/main/java/labs/toy/Adder.java:6");
    }

    @Test
    void shouldFindTheStubInsideAnAssertion() {
        Failure failure =
                failure(
                        "[two amounts] Expecting a BadValueException but was:\n"
                                + " java.lang.UnsupportedOperationException: TODO toy-1: see README\n"
                                + "\tat labs.toy.Adder.add(Adder.java:6)",
                        "");

        assertThat(failure.message()).isEqualTo("TODO toy-1: see README");
    }

    @Test
    void shouldPutAnAssertionOnOneLineAndPointAtTheTest() {
        Failure failure =
                failure(
                        "[2 + 2] \nexpected: 4\n but was: 5",
                        """
                        org.opentest4j.AssertionFailedError: [2 + 2]
                        expected: 4
                        \tat java.base/jdk.internal.reflect.Method.invoke(Method.java:77)
                        \tat app//labs.toy.AdderTest.shouldAdder(AdderTest.java:10)
                        """);

        assertThat(failure.message()).isEqualTo("[2 + 2] expected: 4 but was: 5");
        assertThat(failure.where()).contains("lab-toy/src/test/java/labs/toy/AdderTest.java:10");
    }

    @Test
    void shouldPreferTheFilesOfTheExercise() {
        Failure failure =
                failure(
                        "java.lang.IllegalStateException",
                        """
                        java.lang.IllegalStateException
                        \tat labs.toy.Doubler.twice(Doubler.java:8)
                        \tat labs.toy.Adder.add(Adder.java:6)
                        """);

        assertThat(failure.message()).isEqualTo("IllegalStateException");
        assertThat(failure.where()).contains("lab-toy/src/main/java/labs/toy/Adder.java:6");
    }

    @Test
    void shouldShortenAnEndlessMessage() {
        assertThat(failure("x".repeat(5_000), "").message()).hasSize(220).endsWith("…");
        assertThat(failure("x", "").where()).isEmpty();
    }

    private Failure failure(String message, String trace) {
        TestOutcome outcome =
                new TestOutcome(
                        "labs.toy.AdderTest#shouldAdder",
                        TestOutcome.Status.FAILED,
                        message,
                        trace);
        return Failure.of(chapter, chapter.exercise("toy-1").orElseThrow(), outcome);
    }
}
