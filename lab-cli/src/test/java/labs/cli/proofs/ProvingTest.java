package labs.cli.proofs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import labs.cli.SyntheticCourse;
import labs.cli.check.ToyBuild;
import labs.cli.course.Chapter;
import labs.cli.run.ChapterBuild;
import labs.cli.terminal.Console;
import labs.cli.verify.TimeBudget;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvingTest {
    private static final String README =
            """
            # A toy
            ## What you will see
            ```sh
            test -f lab-toy/lab.yaml
            ```
            ## The idea
            ## A worked example
            ## Predict
            ## Exercises
            ## Break it
            ## Measured
            ## How the real systems do it
            ## Questions
            """;
    private static final String ONE_EXERCISE =
            SyntheticCourse.UNHURRIED
                    .substring(0, SyntheticCourse.UNHURRIED.indexOf("  - id: toy-2"))
                    .replace("points: 60", "points: 100");

    @TempDir Path dir;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private SyntheticCourse course;
    private TimeBudget budget = TimeBudget.unlimited();
    private Runnable atBuild = () -> {};

    @BeforeEach
    void course() throws IOException {
        course =
                SyntheticCourse.at(dir)
                        .with(
                                "pom.xml",
                                "<project><modules><module>lab-toy</module></modules></project>")
                        .with("lab-toy/README.md", README)
                        .with("lab-toy/lab.yaml", ONE_EXERCISE)
                        .with(
                                "lab-toy/mistakes/toy-1-zero.yaml",
                                SyntheticCourse.MISTAKE.replace("a - b", "0"))
                        .with(
                                "lab-toy/mistakes/toy-1-first.yaml",
                                SyntheticCourse.MISTAKE.replace("a - b", "a"));
        Files.delete(dir.resolve("lab-toy/src/main/java/labs/toy/Doubler.java"));
        Files.delete(dir.resolve("lab-toy/src/test/java/labs/toy/DoublerTest.java"));
    }

    private Proving proving() {
        out.reset();
        PrintStream print = new PrintStream(out, true, UTF_8);
        return new Proving(course.repository(), Console.plain(print, print), this::build, budget);
    }

    private ChapterBuild build(Chapter chapter) {
        atBuild.run();
        return ToyBuild.of(chapter);
    }

    private String out() {
        return out.toString(UTF_8);
    }

    private Ledger ledger() {
        PrintStream print = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
        return new Ledger(course.repository(), Console.plain(print, print));
    }

    @Test
    void shouldNoteWhatItProved() {
        assertThat(proving().everything()).as(out()).isTrue();

        Entry entry = ledger().entry("toy").orElseThrow();
        assertThat(entry.claims()).isGreaterThan(6);
        assertThat(entry.tests()).isEqualTo(2);
        assertThat(entry.caught())
                .containsOnlyKeys("toy-1-zero", "toy-1-first", "toy-1-subtracts")
                .containsValue("labs.toy.AdderTest#shouldAdder");
    }

    @Test
    void shouldProveAgainWhatHasChangedAndOneInTurn() {
        assertThat(proving().changed()).as(out()).isTrue();
        assertThat(out()).contains("toy: never proved", "✓ toy-1: the reference passes");

        assertThat(proving().changed()).as(out()).isTrue();
        assertThat(out())
                .containsPattern(
                        "toy: unchanged since its proof of .*Z; proved again in its turn\n")
                .contains("✓ toy-1: the reference passes");

        course.with("lab-toy/README.md", README + "More.\n");
        assertThat(proving().changed()).as(out()).isTrue();
        assertThat(out()).contains("toy: changed since its proof of ", ": its own files\n");
    }

    @Test
    void shouldTakeTheClaimBackWhenAProofFails() {
        assertThat(proving().everything()).isTrue();
        course.with(
                "lab-toy/mistakes/toy-1-fine.yaml",
                SyntheticCourse.MISTAKE.replace("a - b", "Math.addExact(b, a)"));

        assertThat(proving().everything()).isFalse();

        assertThat(ledger().entry("toy").orElseThrow().fingerprint()).isEmpty();
    }

    @Test
    void shouldNotNoteAProofOfWhatWasChangedMeanwhile() {
        int[] builds = {0};
        atBuild =
                () -> {
                    if (++builds[0] == 2) { // once for the fingerprint, once for the proof
                        course.with("lab-toy/src/main/java/labs/toy/More.java", "class More {}");
                    }
                };

        assertThat(proving().everything()).isTrue();

        assertThat(out())
                .contains("– not proved: toy: it was changed meanwhile: its own files\nlabs: ");
        assertThat(ledger().entry("toy")).isEmpty();
    }

    @Test
    void shouldSayAtTheEndWhatItHadNoTimeFor() {
        budget = TimeBudget.of(Duration.ZERO);

        assertThat(proving().changed()).as("no failure").isTrue();

        assertThat(out())
                .endsWith("– not proved: toy: the time is over\nlabs: 0 passed, 0 failed\n");
        assertThat(ledger().entries()).isEmpty();
    }

    @Test
    void shouldNotBeginWhatTakesLongerThanThereIsTime() {
        assertThat(proving().everything()).isTrue();
        Entry entry = ledger().entry("toy").orElseThrow();
        ledger().proved("toy", slow(entry, 3 * 3600));
        budget = TimeBudget.of(Duration.ofHours(2));

        assertThat(proving().changed()).isTrue();

        assertThat(out())
                .contains("– not proved: toy: the time is over, and it takes 180 min\n")
                .doesNotContain("toy-1: the reference passes");
    }

    private static Entry slow(Entry entry, long seconds) {
        return new Entry(
                entry.fingerprint(),
                new TreeMap<>(entry.parts()),
                entry.proved(),
                entry.claims(),
                entry.tests(),
                entry.skipped(),
                seconds,
                entry.caught());
    }

    @Test
    void shouldSayWhyNothingCountsAsProved() {
        course.with("docs/proofs.json", "{\"format\": 0}");

        assertThat(proving().changed()).isTrue();

        assertThat(out())
                .contains("its format is 0", "nothing counts as proved", "toy: never proved");
        assertThat(ledger().entries()).containsOnlyKeys("toy");
    }
}
