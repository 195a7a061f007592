package labs.cli.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import labs.cli.SyntheticCourse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryTest {
    @TempDir Path dir;

    @BeforeEach
    void writeCourse() {
        SyntheticCourse.at(dir);
    }

    @Test
    void shouldFindTheCourseUpwardFromAFolderInIt() {
        Path inside = dir.resolve("lab-toy/src/main");

        assertThat(Repository.find(inside, Map.of()).orElseThrow().root()).isEqualTo(dir);
    }

    @Test
    void shouldTakeLabHomeFirst(@TempDir Path elsewhere) {
        Map<String, String> home = Map.of("LAB_HOME", dir.toString());

        assertThat(Repository.find(elsewhere, home).orElseThrow().root()).isEqualTo(dir);
        assertThat(Repository.find(elsewhere, Map.of())).isEmpty();
    }

    @Test
    void shouldKnowOpenChaptersAndThoseToCome() {
        Repository repository = Repository.at(dir);

        assertThat(repository.map().entries()).hasSize(3);
        assertThat(repository.chapters()).extracting(Chapter::name).containsExactly("toy");
        assertThat(repository.chapter("later")).isEmpty();
    }

    @Test
    void shouldRefuseChaptersOutOfOrder() {
        SyntheticCourse.at(dir)
                .with(
                        "course.yaml",
                        "title: T\nchapters:\n  - {number: 2, module: docs, title: R}\n");

        assertThatThrownBy(() -> Repository.at(dir).map()).hasMessageContaining("course.yaml:3:");
    }
}
