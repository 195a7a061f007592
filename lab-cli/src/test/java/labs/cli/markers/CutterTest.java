package labs.cli.markers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static labs.cli.SyntheticCourse.BEGIN;
import static labs.cli.SyntheticCourse.END;
import static labs.cli.SyntheticCourse.STUB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import labs.cli.SyntheticCourse;
import labs.cli.problem.CourseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutterTest {
    private static final Path FILE = Path.of("Adder.java");

    @Test
    void shouldCutTheSolutionAndPutTheStubIn() {
        assertThat(cut(SyntheticCourse.ADDER))
                .isEqualTo(
                        """
                        package labs.toy;

                        /** Adds. */
                        public final class Adder {
                            public int add(int a, int b) {
                                throw new UnsupportedOperationException("TODO toy-1: see README, part 1");
                            }
                        }
                        """);
    }

    @Test
    void shouldNameWhatItRemoved() {
        Cut cut = Cutter.cut(FILE, SyntheticCourse.ADDER.getBytes(UTF_8));

        assertThat(cut.isMarked()).isTrue();
        assertThat(cut.regions()).hasSize(1);
        assertThat(cut.regions().get(0).line()).isEqualTo(7);
        assertThat(cut.regions().get(0).lines())
                .containsExactly("        return Math.addExact(a, b); // the whole solution");
    }

    @Test
    void shouldPutInAsManyStubLinesAsThereAre() {
        String none = lines("a", BEGIN, "x", END, "b");
        String two = lines("a", BEGIN, "x", END, "  " + STUB + "one", "  " + STUB + " two", "b");

        assertThat(cut(none)).isEqualTo(lines("a", "b"));
        assertThat(cut(two)).isEqualTo(lines("a", "  one", "   two", "b"));
    }

    @Test
    void shouldLeaveAnUnmarkedFileAlone() {
        Cut cut = Cutter.cut(FILE, "class A {}".getBytes(UTF_8));

        assertThat(cut.isMarked()).isFalse();
        assertThat(cut.starter()).isEqualTo("class A {}".getBytes(UTF_8));
    }

    /** Lines separated by ';', where B, E and S stand for the markers; the line; the message. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a;B;x            | 2 | never closed
                    B;x;B;y;E        | 3 | inside the one of line 1
                    a;E;b            | 2 | END SOLUTION without
                    B;x;E;b;S one    | 5 | STUB outside its place
                    S one            | 1 | STUB outside its place
                    B;S one;E        | 2 | STUB inside a solution
                    B;x;E;S          | 4 | stand alone
                    a; B             | 2 | never closed
                    int a; x B;E     | 2 | stand alone
                    B;x;E }          | 3 | stand alone
                    B now;x;E        | 1 | stand alone
                    //begin solution | 1 | stand alone
                    /* BEGIN SOLUTION */ | 1 | stand alone
                    B;x;E;//STUB: one | 4 | stand alone
                    """)
    void shouldNameTheLineOfAMisplacedMarker(String source, int line, String message) {
        String text =
                source.replaceAll("\\bB\\b", BEGIN)
                        .replaceAll("\\bE\\b", END)
                        .replaceAll("\\bS\\b", STUB.strip())
                        .replace(";", "\n");

        CourseException refused =
                catchThrowableOfType(
                        CourseException.class, () -> Cutter.cut(FILE, text.getBytes(UTF_8)));

        assertThat(refused.problems())
                .anySatisfy(
                        problem -> {
                            assertThat(problem.line()).isEqualTo(line);
                            assertThat(problem.message()).contains(message);
                        });
        assertThat(refused.file()).isEqualTo(FILE);
    }

    private static String lines(String... lines) {
        return String.join("\n", lines) + "\n";
    }

    private static String cut(String source) {
        return new String(Cutter.cut(FILE, source.getBytes(UTF_8)).starter(), UTF_8);
    }
}
