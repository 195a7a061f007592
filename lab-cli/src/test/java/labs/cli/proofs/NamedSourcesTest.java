package labs.cli.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import labs.cli.SyntheticCourse;
import labs.cli.run.FileTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedSourcesTest {
    @TempDir Path dir;

    private void library(String name, String text) {
        String pack = name.substring(0, name.lastIndexOf('.'));
        SyntheticCourse.write(
                root().resolve(name.replace('.', '/') + ".java"),
                "package " + pack + ";\n" + text + "\n");
    }

    private Path root() {
        return dir.resolve("kit/src/main/java");
    }

    private Set<String> usedBy(String text) {
        Path user = dir.resolve("lab-x/src/main/java/labs/x/User.java");
        SyntheticCourse.write(user, text);
        return NamedSources.of(List.of(root()), FileTree.files(root()))
                .usedBy(List.of(user))
                .stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
    }

    @Test
    void shouldFollowWhatTheNamedOnesName() {
        library("labs.kit.Proxy", "public final class Proxy { Pipe pipe; }");
        library("labs.kit.Pipe", "final class Pipe { labs.kit.net.Port port; }");
        library("labs.kit.net.Port", "public interface Port {}");
        library("labs.kit.Other", "public final class Other { Proxy proxy; }");

        assertThat(usedBy("import labs.kit.Proxy; class User { Proxy proxy; }"))
                .containsExactlyInAnyOrder("Proxy", "Pipe", "Port");
    }

    @Test
    void shouldSeeAConstantThatTheCompilerCopies() {
        library(
                "labs.kit.Limits",
                "public final class Limits { public static final int MOST = 4; }");

        assertThat(usedBy("import static labs.kit.Limits.MOST; class User { int i = MOST; }"))
                .containsExactly("Limits");
    }

    @Test
    void shouldSeeWhatAWildcardOrATextNames() {
        library("labs.kit.Seeds", "public final class Seeds {}");
        library("labs.kit.node.Main", "public final class Main {}");
        library("labs.kit.More", "class Hidden {}\nfinal class More {}");

        assertThat(usedBy("import labs.kit.*; class User { Seeds seeds; Hidden hidden; }"))
                .containsExactlyInAnyOrder("Seeds", "More");
        assertThat(usedBy("class User { String main = \"labs/kit/node/Main.class\"; }"))
                .containsExactly("Main");
    }

    @Test
    void shouldNotTakeAWordForATypeOfAPackageThatIsNotNamed() {
        library("labs.kit.Node", "public final class Node {}");

        assertThat(usedBy("package labs.x; class User { Node node; }")).isEmpty();
        assertThat(usedBy("import labs.kitchen.Node; class User { Node node; }")).isEmpty();
    }
}
