package labs.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import labs.cli.SyntheticCourse;
import labs.cli.run.FileTree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a student does in a copy without running tests: hint, reset, diff. */
class WorkingCopyTest {
    private static final String ADDER = "lab-toy/src/main/java/labs/toy/Adder.java";

    @TempDir Path dir;
    private Path reference;
    private Path copy;

    @BeforeEach
    void start() {
        reference = dir.resolve("reference");
        copy = dir.resolve("copy");
        SyntheticCourse.at(reference);
        assertThat(LabRun.in(reference, "start", copy.toString()).code()).isZero();
    }

    @Test
    void shouldGiveHintsOneAtATime() {
        assertThat(LabRun.in(copy, "hint", "toy-1").out())
                .contains("1/2  There is an operator")
                .doesNotContain("2/2");
        assertThat(LabRun.in(copy, "hint", "toy-1").out()).contains("1/2", "2/2  Return a + b.");
        assertThat(LabRun.in(copy, "hint", "toy-1").out()).contains("That was the last one.");
        assertThat(LabRun.in(copy, "hint", "toy-2", "--seen").out()).isEmpty();
    }

    @Test
    void shouldSayWhichExercisesThereAre() {
        assertThat(LabRun.in(copy, "hint", "toy-9").err()).contains("toy-1, toy-2");
        assertThat(LabRun.in(copy, "hint", "toi-1").err()).contains("did you mean toy?");
        assertThat(LabRun.in(copy, "hint", "later-1").err()).contains("still to come");
    }

    @Test
    void shouldPutTheStubBackAndKeepMyVersion() throws IOException {
        Files.writeString(copy.resolve(ADDER), "my precious");

        LabRun reset = LabRun.in(copy, "reset", "toy-1");

        assertThat(reset.code()).isZero();
        assertThat(copy.resolve(ADDER)).content().contains("TODO toy-1");
        Path kept = FileTree.files(copy.resolve(".lab/backups")).get(0);
        assertThat(kept).hasContent("my precious");
        assertThat(reset.out()).contains(".lab/backups/");
    }

    @Test
    void shouldResetAFileThatWasDeleted() throws IOException {
        Files.delete(copy.resolve(ADDER));

        LabRun reset = LabRun.in(copy, "reset", "toy-1");

        assertThat(reset.code()).as(reset.err()).isZero();
        assertThat(copy.resolve(ADDER)).content().contains("TODO toy-1");
    }

    @Test
    void shouldKeepTheSolutionClosedUntilMinePasses() {
        LabRun diff = LabRun.in(copy, "diff", "toy-1");

        assertThat(diff.code()).isEqualTo(ExitCode.USAGE);
        assertThat(diff.err()).contains("lab check toy-1", "--reveal");
        assertThat(diff.out()).doesNotContain("addExact");
    }

    @Test
    void shouldShowMineBesideTheReference() {
        LabRun diff = LabRun.in(copy, "diff", "toy-1", "--reveal");

        assertThat(diff.code()).isZero();
        assertThat(diff.out())
                .contains("UnsupportedOperationException", "Math.addExact(a, b);")
                .doesNotContain(SyntheticCourse.BEGIN);
        assertThat(diff.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void shouldShowTheDifferenceOnceMinePasses() throws IOException {
        Files.writeString(
                copy.resolve(".lab/results.json"),
                """
                {"toy-1": {"points": 60, "passed": 2, "tests": 2, "checked": "now"}}
                """);

        assertThat(LabRun.in(copy, "diff", "toy-1").code()).isZero();
    }

    @Test
    void shouldSayThatAHandoutHasNoReference() {
        Path handout = dir.resolve("handout");
        LabRun.in(reference, "handout", handout.toString());

        LabRun diff = LabRun.in(handout, "diff", "toy-1", "--reveal");

        assertThat(diff.code()).isEqualTo(ExitCode.USAGE);
        assertThat(diff.err()).contains("without the reference solutions");
    }

    @Test
    void shouldNotResetTheReference() {
        LabRun reset = LabRun.in(reference, "reset", "toy-1");

        assertThat(reset.code()).isEqualTo(ExitCode.USAGE);
        assertThat(reset.err()).contains("is the reference");
    }
}
