package labs.cli.grade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import labs.cli.grade.Intake.Taken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class IntakeTest {
    @TempDir private Path folder;

    @Test
    void shouldTakeTheSourcesOfTheChapter() throws IOException {
        write("src/main/java/labs/tiny/Sum.java", "class Sum {}");
        write("src/main/java/labs/tiny/inner/Helper.java", "class Helper {}");

        assertThat(take().files())
                .containsOnlyKeys("labs/tiny/Sum.java", "labs/tiny/inner/Helper.java");
        assertThat(take().notes()).isEmpty();
    }

    @Test
    void shouldLeaveTestsPomsResourcesAndClassesOut() throws IOException {
        write("src/test/java/labs/tiny/SumTest.java", "class SumTest {}");
        write("pom.xml", "<project/>");
        write("src/main/resources/META-INF/services/org.junit.platform.engine.TestEngine", "Mine");
        write("src/main/java/META-INF/services/org.junit.platform.engine.TestEngine", "Mine");
        write("src/main/java/labs/tiny/Sum.class", "cafebabe");
        write("src/main/java/labs/tiny/Sum.java", "class Sum {}");

        assertThat(take().files()).containsOnlyKeys("labs/tiny/Sum.java");
        assertThat(take().notes())
                .anyMatch(note -> note.contains("Sum.class") && note.contains("only Java sources"));
    }

    @Test
    void shouldLeaveOutWhatStandsInForTheCoursesTests() throws IOException {
        write("src/main/java/labs/tiny/SumTest.java", "class SumTest {}");
        write("src/main/java/org/junit/jupiter/api/Assertions.java", "class Assertions {}");
        write("src/main/java/module-info.java", "module x {}");

        assertThat(take().files()).isEmpty();
        assertThat(take().notes()).hasSize(3);
    }

    @Test
    void shouldNotFollowALinkToAFile() throws IOException {
        Path reference = Files.writeString(folder.resolve("Reference.java"), "class Sum {}");
        write("src/main/java/labs/tiny/Other.java", "class Other {}");
        Files.createSymbolicLink(module().resolve("src/main/java/labs/tiny/Sum.java"), reference);

        assertThat(take().files()).containsOnlyKeys("labs/tiny/Other.java");
        assertThat(take().notes()).singleElement().asString().contains("not a regular file");
    }

    @Test
    void shouldNotFollowALinkToAFolder() throws IOException {
        Path reference = Files.createDirectories(folder.resolve("reference/java/labs/tiny"));
        Files.writeString(reference.resolve("Sum.java"), "class Sum {}");
        Files.createDirectories(module().resolve("src"));
        Files.createSymbolicLink(module().resolve("src/main"), folder.resolve("reference"));

        assertThat(take().files()).isEmpty();
        assertThat(take().notes()).singleElement().asString().contains("or it is a link");
    }

    @Test
    void shouldLeaveOutWhatIsTooLarge() throws IOException {
        write("src/main/java/labs/tiny/Sum.java", "/* " + "x".repeat(600_000) + " */ class Sum {}");

        assertThat(take().files()).isEmpty();
        assertThat(take().notes()).singleElement().asString().contains("too large");
    }

    @Test
    void shouldStopAtTooManyFiles() throws IOException {
        for (int i = 0; i < 1_100; i++) {
            write("src/main/java/labs/tiny/C" + i + ".java", "class C" + i + " {}");
        }

        assertThat(take().files()).hasSize(1_000);
        assertThat(take().notes()).hasSizeLessThan(30).last().asString().contains("more files");
    }

    @Test
    void shouldSayWhenThereIsNothingToTake() {
        assertThat(take().notes()).singleElement().asString().contains("no src/main/java");
    }

    private Path module() {
        return folder.resolve("alice/lab-tiny");
    }

    private void write(String file, String text) throws IOException {
        Path path = module().resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Taken take() {
        return Intake.take(
                folder.resolve("alice"),
                "lab-tiny",
                Set.of("labs/tiny/"),
                Set.of("labs/tiny/SumTest.java"));
    }
}
