package labs.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import labs.cli.SyntheticCourse;
import labs.cli.check.ToyBuild;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestJvmTest {
    private static final String TESTS =
            """
            package labs.toy;

            import java.util.List;
            import java.util.stream.Stream;
            import org.junit.jupiter.api.DynamicTest;
            import org.junit.jupiter.api.Nested;
            import org.junit.jupiter.api.Test;
            import org.junit.jupiter.api.TestFactory;
            import org.junit.jupiter.params.ParameterizedTest;
            import org.junit.jupiter.params.provider.MethodSource;

            class ManyTest extends Inherited {
                record Sum(int a, int b) {}

                @Test
                void shouldBePlain() {}

                @ParameterizedTest
                @MethodSource("sums")
                void shouldTakeParameters(Sum sum, String[] names, List<? extends Number> more) {}

                static Stream<org.junit.jupiter.params.provider.Arguments> sums() {
                    return Stream.of(org.junit.jupiter.params.provider.Arguments.of(
                            new Sum(1, 2), new String[0], List.of(1)));
                }

                @TestFactory
                Stream<DynamicTest> shouldMakeMore() {
                    return Stream.of(DynamicTest.dynamicTest("one", () -> {}));
                }

                @Nested
                class Inside {
                    @Test
                    void shouldBeInside() {}
                }
            }

            class Inherited {
                @Test
                void shouldBeInherited() {}
            }
            """;
    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(600), 2L << 30, 1_000, 512 << 20);

    @TempDir Path dir;

    @Test
    void shouldRunEachTestAloneByTheNameThatItReports() {
        SyntheticCourse course =
                SyntheticCourse.at(dir.resolve("course"))
                        .with("lab-toy/src/test/java/labs/toy/ManyTest.java", TESTS);
        ChapterBuild build = ToyBuild.of(course.chapter());
        assertThat(build.compileMain(build.mainSources(), dir.resolve("main"))).isEmpty();
        assertThat(build.compileTests(dir.resolve("main"), dir.resolve("tests"))).isEmpty();
        TestJvm jvm = build.trusted(dir.resolve("tests"), List.of(dir.resolve("main")));

        List<String> names = names(jvm.run(List.of("labs.toy.ManyTest"), LIMITS));
        assertThat(names).hasSize(5);
        for (String name : names) {
            RunResult alone = jvm.run(List.of(name), LIMITS);
            assertThat(names(alone)).as(alone.log()).containsExactly(name);
        }
    }

    private static List<String> names(RunResult run) {
        return run.outcomes().stream().map(TestOutcome::test).toList();
    }
}
