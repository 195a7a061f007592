package labs.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import labs.cli.SyntheticCourse;
import labs.cli.check.ToyBuild;
import labs.cli.course.Chapter;
import labs.cli.course.Demo;
import labs.cli.course.Demo.Scope;
import labs.cli.problem.UsageException;
import labs.cli.run.ClassPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoClassesTest {
    private static final String DEMO =
            """
            package labs.toy;

            import java.util.concurrent.Callable;
            import org.assertj.core.util.Lists;

            /** Uses the system, the tests' support and the tests' libraries. */
            public final class Storm implements Callable<Object> {
                @Override
                public Object call() {
                    return Lists.newArrayList(new Adder().add(1, Support.TWO));
                }
            }
            """;
    private static final String SUPPORT =
            """
            package labs.toy;

            final class Support {
                static final int TWO = 2;
            }
            """;
    private static final String TESTS = "lab-toy/src/test/java/labs/toy/";

    @TempDir Path dir;
    private SyntheticCourse course;
    private Chapter chapter;

    @BeforeEach
    void write() {
        course =
                SyntheticCourse.at(dir)
                        .with("lab-toy/target/main.classpath", "")
                        .with(TESTS + "Storm.java", DEMO)
                        .with(TESTS + "Support.java", SUPPORT)
                        .withManifest(
                                "exercises:",
                                "  - {name: storm, main: labs.toy.Storm, title: \"a storm\", scope: test}\nexercises:");
        chapter = course.chapter();
    }

    private ClassPath classPath(Scope scope) {
        return new DemoClasses(course.repository(), chapter).classPath(ToyBuild.of(chapter), scope);
    }

    private Object call(ClassPath classPath) throws Exception {
        try (var loader = new URLClassLoader(urls(classPath), null)) {
            return ((Callable<?>) loader.loadClass("labs.toy.Storm").getConstructor().newInstance())
                    .call();
        }
    }

    private static URL[] urls(ClassPath classPath) throws IOException {
        URL[] urls = new URL[classPath.entries().size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = classPath.entries().get(i).toUri().toURL();
        }
        return urls;
    }

    @Test
    void shouldRunADemoAmongTheTestsOnAllThatTestsHave() throws Exception {
        assertThat(chapter.demo("storm").map(Demo::scope)).hasValue(Scope.TEST);

        assertThat(call(classPath(Scope.TEST))).isEqualTo(List.of(3));
    }

    @Test
    void shouldCompileAgainWhenSomethingChanged() throws Exception {
        classPath(Scope.TEST);
        course.with(TESTS + "Support.java", SUPPORT.replace("TWO = 2", "TWO = 40 + 2"));
        assertThat(call(classPath(Scope.TEST))).as("a test source").isEqualTo(List.of(43));

        course.with(
                "lab-toy/src/main/java/labs/toy/Adder.java",
                SyntheticCourse.ADDER.replace("addExact(a, b)", "addExact(a, b * 100)"));
        assertThat(call(classPath(Scope.TEST))).as("a main source").isEqualTo(List.of(4201));
    }

    @Test
    void shouldGiveADemoOfTheSystemNothingOfTheTests() {
        course.with(TESTS + "Support.java", "this does not compile");

        assertThat(classPath(Scope.MAIN).entries())
                .containsExactly(chapter.dir().resolve("target/lab/demo"));
        assertThatThrownBy(() -> classPath(Scope.TEST))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("tests")
                .hasMessageContaining("Support.java");
    }
}
