package labs.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import labs.cli.run.ClassPath;
import labs.cli.run.Compiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachTest {
    @TempDir Path dir;

    private void source(String name, String body) throws IOException {
        Path file = dir.resolve("src/p/" + name + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "package p; class " + name + " { " + body + " }");
    }

    private Set<String> from(String name) {
        Path classes = dir.resolve("classes");
        assertThat(new Compiler(ClassPath.parse("")).compile(List.of(dir.resolve("src")), classes))
                .isEmpty();
        return Reach.of(List.of(classes)).from(List.of(name));
    }

    @Test
    void shouldComeToWhatIsCalledOnTheWay() throws IOException {
        source("First", "long a = 5_000_000_000L; void go() { Second.go(); }");
        source("Second", "static void go() { new Third.Inner(); }");
        source("Third", "static class Inner {}");
        source("Other", "First first;");
        assertThat(from("p.First")).contains("p.Second", "p.Third$Inner").doesNotContain("p.Other");
    }

    @Test
    void shouldComeToWhatIsOnlyNamed() throws IOException {
        source(
                "First",
                "@Tag(Second.class) void go(List<? extends Sixth> all) { Object o = TEXT; }"
                        + " static final String TEXT = \"java -cp x p.Third y\";"
                        + " Fifth[] many; Class<?> four = Fourth.class;"
                        + " @interface Tag { Class<?> value(); } interface List<T> {}");
        for (String name : List.of("Second", "Third", "Fourth", "Fifth", "Sixth", "Other")) {
            source(name, "");
        }
        assertThat(from("p.First"))
                .contains("p.Second", "p.Third", "p.Fourth", "p.Fifth", "p.Sixth")
                .doesNotContain("p.Other");
    }

    @Test
    void shouldComeToWhatAResourceNames() throws IOException {
        source("First", "");
        source("Second", "Third third;");
        source("Third", "");
        Files.createDirectories(dir.resolve("classes/META-INF/services"));
        Files.writeString(dir.resolve("classes/META-INF/services/any"), "# what\np.Second\n");
        assertThat(from("p.First")).contains("p.Second", "p.Third");
    }
}
