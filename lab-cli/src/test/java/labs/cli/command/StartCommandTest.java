package labs.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import labs.cli.SyntheticCourse;
import labs.cli.process.Captured;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCommandTest {
    private static final String ADDER = "lab-toy/src/main/java/labs/toy/Adder.java";

    @TempDir Path dir;
    private Path reference;
    private Path copy;

    @BeforeEach
    void writeCourse() {
        reference = dir.resolve("reference");
        copy = dir.resolve("copy");
        SyntheticCourse.at(reference)
                .with("lab", "#!/bin/sh\n")
                .with(".gitignore", "target/\n*.secret\n")
                .with("lab-toy/target/classes/Adder.class", "compiled")
                .with("lab-toy/answers.secret", "ignored")
                .with("docs/proofs.json", "{}");
        assertThat(reference.resolve("lab").toFile().setExecutable(true)).isTrue();
        Captured.of(reference, "git", "init", "-q");
    }

    @Test
    void shouldCopyTheLabsWithStubsForSolutions() throws IOException {
        LabRun start = LabRun.in(reference, "start", copy.toString());

        assertThat(start.code()).as(start.err()).isZero();
        assertThat(start.out()).contains("cd " + copy);
        assertThat(copy.resolve(ADDER)).content().contains("TODO toy-1").doesNotContain("addExact");
        assertThat(copy.resolve(".lab/starter").resolve(ADDER))
                .hasSameBinaryContentAs(copy.resolve(ADDER));
        assertThat(copy.resolve("lab")).isExecutable();
        assertThat(copy.resolve("lab-toy/mistakes")).doesNotExist();
        assertThat(copy.resolve("lab-toy/target")).doesNotExist();
        assertThat(copy.resolve("docs/proofs.json")).doesNotExist();
        assertThat(copy.resolve("lab-toy/answers.secret")).doesNotExist();
        assertThat(Files.readString(copy.resolve(".lab/copy.json"))).contains(reference.toString());
    }

    @Test
    void shouldBeginAHistoryWithoutAnyGitIdentity() {
        LabRun.in(reference, "start", copy.toString());

        Captured log = Captured.of(copy, "git", "log", "--format=%s");
        Captured status = Captured.of(copy, "git", "status", "--porcelain");

        assertThat(log.text().strip()).isEqualTo("Start the labs");
        assertThat(status.text()).isEmpty();
    }

    @Test
    void shouldGiveAHandoutWithoutATraceOfTheReference() throws IOException {
        LabRun handout = LabRun.in(reference, "handout", copy.toString());

        assertThat(handout.code()).as(handout.err()).isZero();
        assertThat(copy.resolve(".git")).doesNotExist();
        assertThat(copy.resolve("lab-toy/mistakes")).doesNotExist();
        assertThat(Files.readString(copy.resolve(".lab/copy.json")))
                .doesNotContain(reference.toString());
    }

    @Test
    void shouldNotHandOutASolutionThatStandsElsewhere() {
        SyntheticCourse.at(reference)
                .with(
                        "docs/notes.md",
                        "Some words.\n\n    return Math.addExact(a, b);  // the whole solution\n");

        LabRun handout = LabRun.in(reference, "handout", copy.toString());

        assertThat(handout.code()).isEqualTo(ExitCode.COURSE);
        assertThat(handout.err())
                .contains("docs/notes.md:3: holds the solution of lab-toy/src/main");
        assertThat(copy).doesNotExist();
    }

    @Test
    void shouldNotTouchADirectoryWithSomethingInIt() throws IOException {
        Files.createDirectories(copy);
        Path mine = Files.writeString(copy.resolve("mine.txt"), "mine");

        LabRun start = LabRun.in(reference, "start", copy.toString());

        assertThat(start.code()).isEqualTo(ExitCode.USAGE);
        assertThat(start.err()).contains("not empty", "name a new directory");
        assertThat(mine).hasContent("mine");
    }

    @Test
    void shouldRefuseADirectoryInsideTheReference() {
        LabRun start = LabRun.in(reference, "start", "inside");

        assertThat(start.code()).isEqualTo(ExitCode.USAGE);
        assertThat(start.err()).contains("lies inside");
        assertThat(reference.resolve("inside")).doesNotExist();
    }

    @Test
    void shouldNotStartFromACopy() {
        LabRun.in(reference, "start", copy.toString());

        LabRun again = LabRun.in(copy, "start", dir.resolve("second").toString());

        assertThat(again.code()).isEqualTo(ExitCode.USAGE);
        assertThat(again.err()).contains("is a copy without the solutions");
    }

    @Test
    void shouldLeaveNothingWhenTheCourseIsBroken() {
        SyntheticCourse.at(reference).withManifest("points: 60", "points: 1");

        LabRun start = LabRun.in(reference, "start", copy.toString());

        assertThat(start.code()).isEqualTo(ExitCode.COURSE);
        assertThat(copy).doesNotExist();
    }
}
