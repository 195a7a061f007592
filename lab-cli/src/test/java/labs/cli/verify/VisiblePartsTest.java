package labs.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import labs.cli.run.ClassPath;
import labs.cli.run.Compiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisiblePartsTest {
    private static final String BEFORE =
            """
            package p;
            public class A {
                static final int MOST = 3;
                private int own = 1;
                enum Color { RED, GREEN }
                record Pair(int left, int right) {}
                int twice(int a) { return 2 * a; }
                private int once(int a) { return a; }
            }
            """;

    @TempDir Path dir;

    private Path compiled(String name, String text) throws IOException {
        Path sources = dir.resolve(name + "/src");
        Files.createDirectories(sources.resolve("p"));
        Files.writeString(sources.resolve("p/A.java"), text);
        Path classes = dir.resolve(name + "/classes");
        assertThat(new Compiler(ClassPath.parse("")).compile(List.of(sources), classes)).isEmpty();
        return classes;
    }

    private boolean isSeen(String change) throws IOException {
        String[] both = change.split("→", -1);
        assertThat(BEFORE).contains(both[0]);
        Path after = compiled("after", BEFORE.replace(both[0], both[1]));
        return !VisibleParts.areTheSame(after, compiled("before", BEFORE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return 2 * a;→return 3 * a;",
                "own = 1→own = 2",
                "private int own = 1;→",
                "private int once(int a) { return a; }→private long another() { return 1; }",
                "return 2 * a;→Runnable r = () -> {}; r.run(); return a;",
                "return 2 * a;→var o = new Object() {}; return o.hashCode();",
                "return 2 * a;→record Local(int i) {} return new Local(a).i();",
            })
    void shouldNotSeeWhatIsInside(String change) throws IOException {
        assertThat(isSeen(change)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MOST = 3→MOST = 4",
                "int twice(int a)→int twice(long b, int a)",
                "int twice(int a)→public int twice(int a)",
                "int twice(int a)→int twice(int a) throws Exception",
                "private int once→int once",
                "public class A {→public class A implements Runnable { public void run() {}",
                "public class A {→public final class A {",
                "RED, GREEN→GREEN, RED",
                "int left, int right→int right, int left",
                "    record Pair(int left, int right) {}→",
                "record Pair→private record Pair",
                "enum Color { RED, GREEN }→enum Color { RED, GREEN } interface New {}",
            })
    void shouldSeeWhatOthersSee(String change) throws IOException {
        assertThat(isSeen(change)).isTrue();
    }

    @Test
    void shouldSeeNothingWhereNothingChanged() throws IOException {
        assertThat(isSeen("3→3")).isFalse();
    }
}
