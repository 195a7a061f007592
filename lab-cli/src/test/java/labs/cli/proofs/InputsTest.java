package labs.cli.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import labs.cli.SyntheticCourse;
import labs.cli.run.ChapterBuild;
import labs.cli.run.ClassPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {
    private static final String ADDER_TEST = "lab-toy/src/test/java/labs/toy/AdderTest.java";
    private static final String VERIFY = "lab-cli/src/main/java/labs/cli/verify/";

    @TempDir Path dir;
    private SyntheticCourse course;
    private List<String> jars = List.of("repo/org/x/thing/1.2/thing-1.2.jar");
    private List<String> flags = List.of("-Xmx64m");

    @BeforeEach
    void course() {
        course = courseAt(dir.resolve("one"));
    }

    private static SyntheticCourse courseAt(Path root) {
        return SyntheticCourse.at(root)
                .with("README.md", "# Toys\n```sh\n./lab run toy\n```\n")
                .with("lab-toy/src/test/java/labs/toy/Faults.java", "import labs.kit.Proxy;")
                .with("lab-kit/src/main/java/labs/kit/Proxy.java", "class Proxy { Pipe pipe; }")
                .with("lab-kit/src/main/java/labs/kit/Pipe.java", "class Pipe {}")
                .with("lab-kit/src/main/java/labs/kit/History.java", "class History {}")
                .with("lab-cluster/src/main/java/labs/cluster/Kafka.java", "class Kafka {}")
                .with("lab-runner/src/main/java/labs/runner/RunTests.java", "class RunTests {}")
                .with(VERIFY + "Verification.java", "package labs.cli.verify; class V { Crew c; }")
                .with(VERIFY + "Crew.java", "package labs.cli.verify; class Crew {}")
                .with("lab-cli/src/main/java/labs/cli/grade/Html.java", "class Html {}");
    }

    private Fingerprint fingerprint() {
        return fingerprint(course);
    }

    private Fingerprint fingerprint(SyntheticCourse of) {
        List<Path> entries =
                Stream.concat(
                                jars.stream().map(dir::resolve),
                                Stream.of(of.root().resolve("lab-kit/target/classes")))
                        .toList();
        ChapterBuild build = new ChapterBuild(of.chapter().dir(), new ClassPath(entries), flags);
        return new Inputs(of.repository()).of(of.chapter(), build);
    }

    private List<String> changesBy(String file, String text) {
        Fingerprint before = fingerprint();
        course.with(file, text);
        return before.differences(fingerprint());
    }

    @Test
    void shouldBeTheSameInAnotherPlaceAtAnotherTimeAndAfterABuild() throws IOException {
        Fingerprint here = fingerprint();
        SyntheticCourse clone =
                courseAt(dir.resolve("somewhere/else"))
                        .with("lab-toy/target/classes/Adder.class", "built")
                        .with("docs/proofs.json", "{}");
        Files.setLastModifiedTime(clone.root().resolve(ADDER_TEST), FileTime.fromMillis(12345));

        jars = List.of("other/place/org/x/thing/1.2/thing-1.2.jar");

        assertThat(fingerprint(clone)).isEqualTo(here);
        assertThat(fingerprint(clone).value()).isEqualTo(here.value()).hasSize(64);
    }

    @Test
    void shouldNotDependOnTheOrderOfDependencies() {
        jars = List.of("r/a/1/a-1.jar", "r/b/2/b-2.jar");
        Fingerprint one = fingerprint();
        jars = List.of("r/b/2/b-2.jar", "r/a/1/a-1.jar");

        assertThat(fingerprint()).isEqualTo(one);
    }

    @Test
    void shouldCountEveryFileOfTheChapter() {
        assertThat(changesBy(ADDER_TEST, "class AdderTest {}")).containsExactly("its own files");
        assertThat(changesBy("lab-toy/README.md", "# Toy")).containsExactly("its own files");
        assertThat(changesBy("lab-toy/mistakes/toy-1-new.yaml", "exercise: toy-1"))
                .containsExactly("its own files");
    }

    @Test
    void shouldCountOfALibraryOnlyWhatTheChapterUses() {
        assertThat(changesBy("lab-kit/src/main/java/labs/kit/Pipe.java", "class Pipe { int i; }"))
                .containsExactly("lab-kit");
        assertThat(changesBy("lab-kit/src/main/java/labs/kit/History.java", "class History { }"))
                .isEmpty();
        assertThat(
                        changesBy(
                                "lab-cluster/src/main/java/labs/cluster/Kafka.java",
                                "class Kafka { }"))
                .isEmpty();
        assertThat(changesBy("lab-kit/src/main/resources/proxy.properties", "a=b"))
                .containsExactly("lab-kit");
    }

    @Test
    void shouldCountWhatJudges() {
        assertThat(
                        changesBy(
                                VERIFY + "Crew.java",
                                "package labs.cli.verify; class Crew { int i; }"))
                .containsExactly("what judges");
        assertThat(changesBy("lab-runner/src/main/java/labs/runner/RunTests.java", "class R {}"))
                .containsExactly("what judges");
        assertThat(changesBy("lab-cli/src/main/java/labs/cli/grade/Html.java", "class Html { }"))
                .isEmpty();
    }

    @Test
    void shouldCountVersionsAndFlags() {
        Fingerprint before = fingerprint();
        jars = List.of("repo/org/x/thing/1.3/thing-1.3.jar");
        flags = List.of("-Xmx128m");

        assertThat(before.differences(fingerprint()))
                .containsExactly("its JVM's flags", "its dependencies");
    }

    @Test
    void shouldTieTheReadmeToTheChaptersThatItRuns() {
        Fingerprint before = ofReadme();
        course.with("lab-toy/README.md", "# Toy, changed");
        assertThat(before.differences(ofReadme())).containsExactly("toy");

        course.with("README.md", "# Toys\nThere is also toy.\n");
        Fingerprint without = ofReadme();
        course.with("lab-toy/README.md", "# Toy");
        assertThat(without).isEqualTo(ofReadme());
    }

    private Fingerprint ofReadme() {
        return new Inputs(course.repository())
                .ofReadme(course.repository().chapters(), chapter -> fingerprint());
    }
}
