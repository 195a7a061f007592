package labs.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import labs.cli.SyntheticCourse;
import labs.cli.check.ToyBuild;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(120), 2L << 30, 1_000, 512 << 20);

    @TempDir Path dir;
    private TestJvm jvm;
    private ClassArchive archive;

    @BeforeEach
    void compile() throws IOException {
        SyntheticCourse course = SyntheticCourse.at(dir.resolve("course"));
        ChapterBuild build = ToyBuild.of(course.chapter());
        assertThat(build.compileMain(build.mainSources(), dir.resolve("main"))).isEmpty();
        assertThat(build.compileTests(dir.resolve("main"), dir.resolve("tests"))).isEmpty();
        jvm = build.trusted(dir.resolve("tests"), List.of(dir.resolve("main")));
        archive = new ClassArchive(Files.createDirectory(dir.resolve("archive")));
    }

    private RunResult run(List<String> flags) {
        return jvm.with(flags).run(List.of("labs.toy.AdderTest"), LIMITS);
    }

    @Test
    void shouldHoldTheClassesOfLibrariesAndNoneOfTheChapter() throws IOException {
        Path list = archive.newList();
        assertThat(run(ClassArchive.listing(list)).allPassed()).isTrue();
        archive.add(list);
        jvm.make(archive);
        assertThat(archive.isMade()).isTrue();

        Path log = dir.resolve("loaded");
        RunResult run = run(List.of(archive.using().get(0), "-Xlog:class+load:file=" + log));

        assertThat(run.allPassed()).as(run.log()).isTrue();
        assertThat(Files.readAllLines(log))
                .anyMatch(line -> line.matches(".* org.assertj.*shared objects file.*"))
                .anyMatch(line -> line.contains(" labs.toy.Adder "))
                .noneMatch(line -> line.matches(".* labs[.].*shared objects file.*"));
    }

    @Test
    void shouldStartWithoutItWhenThereIsNone() {
        assertThat(archive.using()).isEmpty();
        archive.add(archive.newList()); // of a JVM that came to nothing

        assertThat(run(archive.using()).allPassed()).isTrue();
    }
}
