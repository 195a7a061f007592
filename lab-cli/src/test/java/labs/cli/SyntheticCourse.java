package labs.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import labs.cli.course.Chapter;
import labs.cli.course.Repository;

/** A tiny valid course in a temporary directory: one chapter {@code toy}, two exercises. */
public final class SyntheticCourse {
    // In pieces, so that no marker of a chapter stands in this file.
    public static final String BEGIN = "// BEGIN " + "SOLUTION";
    public static final String END = "// END " + "SOLUTION";
    public static final String STUB = "// STUB" + ": ";

    public static final String MANIFEST =
            """
            chapter: toy
            title: A toy
            native:
              - {program: python3, package: python3, enables: "nothing much"}
            demos:
              - {name: tour, main: labs.toy.demo.Tour, title: "adds and doubles", args: "--port N"}
            exercises:
              - id: toy-1
                title: Adding
                points: 60
                lines: 1
                needs: []
                files:
                  - src/main/java/labs/toy/Adder.java
                tests:
                  - labs.toy.AdderTest
                hints:
                  - "There is an operator for it."
                  - "Return a + b."
              - id: toy-2
                title: Doubling
                points: 40
                lines: 1
                seconds: 900
                needs: [toy-1]
                files:
                  - src/main/java/labs/toy/Doubler.java
                tests:
                  - labs.toy.DoublerTest
                hints:
                  - "Add it to itself."
            """;

    /** The same, with time enough for a busy machine. */
    public static final String UNHURRIED =
            MANIFEST.replaceFirst("    needs: \\[\\]\n", "    seconds: 600\n    needs: []\n");

    public static final String ADDER =
            """
            package labs.toy;

            /** Adds. */
            public final class Adder {
                public int add(int a, int b) {
                    %s
                    return Math.addExact(a, b); // the whole solution
                    %s
                    %sthrow new UnsupportedOperationException("TODO toy-1: see README, part 1");
                }
            }
            """
                    .formatted(BEGIN, END, STUB);

    public static final String DOUBLER =
            """
            package labs.toy;

            /** Doubles. */
            public final class Doubler {
                private final Adder adder = new Adder();

                public int twice(int a) {
                    %s
                    return adder.add(a, a); // the second solution
                    %s
                    %sthrow new UnsupportedOperationException("TODO toy-2: see README, part 2");
                }
            }
            """
                    .formatted(BEGIN, END, STUB);

    private static final String TEST =
            """
            package labs.toy;

            import static org.assertj.core.api.Assertions.assertThat;

            import org.junit.jupiter.api.Test;

            class %1$sTest {
                @Test
                void should%1$s() {
                    assertThat(%2$s).as("%3$s").isEqualTo(4);
                }

                @Test
                void shouldExist() {
                    assertThat(new %1$s()).isNotNull();
                }
            }
            """;

    private static final String TOUR =
            """
            package labs.toy.demo;

            import java.util.List;

            public final class Tour {
                public static void main(String[] args) {
                    System.out.println("tour of " + List.of(args));
                }
            }
            """;

    public static final String MISTAKE =
            """
            exercise: toy-1
            mistake: "Subtracts"
            file: src/main/java/labs/toy/Adder.java
            replace:
              - find: "Math.addExact(a, b)"
                with: "a - b"
            """;

    private final Path root;

    private SyntheticCourse(Path root) {
        this.root = root;
    }

    /** Writes the course at {@code root}, without a build. */
    public static SyntheticCourse at(Path root) {
        return new SyntheticCourse(root)
                .with(
                        "course.yaml",
                        """
                        title: Toys
                        chapters:
                          - {number: 1, module: docs, title: "A reading"}
                          - {number: 2, module: lab-toy, title: "A toy"}
                          - {number: 3, module: lab-later, title: "To come"}
                        """)
                .with("lab-toy/lab.yaml", MANIFEST)
                .with("lab-toy/README.md", "# A toy\n")
                .with("lab-toy/src/main/java/labs/toy/Adder.java", ADDER)
                .with("lab-toy/src/main/java/labs/toy/Doubler.java", DOUBLER)
                .with("lab-toy/src/main/java/labs/toy/demo/Tour.java", TOUR)
                .with(
                        "lab-toy/src/test/java/labs/toy/AdderTest.java",
                        TEST.formatted("Adder", "new Adder().add(2, 2)", "2 + 2"))
                .with(
                        "lab-toy/src/test/java/labs/toy/DoublerTest.java",
                        TEST.formatted("Doubler", "new Doubler().twice(2)", "twice 2"))
                .with("lab-toy/mistakes/toy-1-subtracts.yaml", MISTAKE);
    }

    /** Writes one file, relative to the root. */
    public SyntheticCourse with(String file, String text) {
        write(root.resolve(file), text);
        return this;
    }

    /** Writes a file and the folders above it. */
    public static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The manifest with one text changed. */
    public SyntheticCourse withManifest(String find, String replacement) {
        if (!MANIFEST.contains(find)) {
            throw new IllegalArgumentException("not in the manifest: " + find);
        }
        return with("lab-toy/lab.yaml", MANIFEST.replace(find, replacement));
    }

    public Path root() {
        return root;
    }

    public Repository repository() {
        return Repository.at(root);
    }

    public Chapter chapter() {
        return repository().chapter("toy").orElseThrow();
    }
}
