package labs.cli.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import labs.cli.course.Chapter;
import labs.cli.course.Exercise;
import labs.cli.run.BuildException;
import labs.cli.run.ChapterBuild;
import labs.cli.run.CompileError;
import labs.cli.run.FileTree;
import labs.cli.run.Limits;
import labs.cli.run.NoSandbox;
import labs.cli.run.RunResult;
import labs.cli.run.Scratch;
import labs.cli.run.TestJvm;

/**
 * Compiles variants of a chapter's main code and runs its tests on them. Thread-safe after {@link
 * #open}.
 */
final class Workshop implements AutoCloseable {
    private final ChapterBuild build;
    private final Chapter chapter;
    private final Scratch scratch = Scratch.create("lab-verify-");

    private Workshop(Chapter chapter, ChapterBuild build) {
        this.chapter = chapter;
        this.build = build;
    }

    /**
     * Compiles the reference and the tests.
     *
     * @throws BuildException if they do not compile
     */
    static Workshop open(Chapter chapter, ChapterBuild build) {
        Workshop workshop = new Workshop(chapter, build);
        mustCompile(build.compileMain(build.mainSources(), workshop.reference()));
        mustCompile(build.compileTests(workshop.reference(), workshop.tests()));
        return workshop;
    }

    private static void mustCompile(List<CompileError> errors) {
        if (!errors.isEmpty()) {
            throw new BuildException("the reference does not compile: " + errors.get(0));
        }
    }

    Chapter chapter() {
        return chapter;
    }

    /** The main code with some files changed; paths are relative to the module's folder. */
    Variant variant(Map<String, byte[]> changed) {
        return new Variant(changed);
    }

    RunResult runReference(Exercise exercise) {
        return run(exercise, reference());
    }

    private RunResult run(Exercise exercise, Path classes) {
        return jvm(classes).run(exercise.tests(), Limits.of(exercise));
    }

    private TestJvm jvm(Path classes) {
        return build.jvm(tests(), classes, new NoSandbox());
    }

    private Path reference() {
        return scratch.directory().resolve("reference");
    }

    private Path tests() {
        return scratch.directory().resolve("tests");
    }

    @Override
    public void close() {
        scratch.close();
    }

    /** One version of the main code, in a directory of its own. */
    final class Variant implements AutoCloseable {
        private final Scratch own = Scratch.create("lab-variant-");
        private final Path sources = own.directory().resolve("src/main/java");
        private final Path classes = own.directory().resolve("classes");

        private Variant(Map<String, byte[]> changed) {
            FileTree.copy(build.mainSources(), sources);
            changed.forEach((file, content) -> write(own.directory().resolve(file), content));
        }

        List<CompileError> compile() {
            return build.compileMain(sources, classes);
        }

        /** Compiles the tests against this variant. */
        List<CompileError> compileTests() {
            return build.compileTests(classes, own.directory().resolve("tests"));
        }

        RunResult run(Exercise exercise) {
            return Workshop.this.run(exercise, classes);
        }

        /** One failure is all that a mistake has to cause: runs those tests until there is one. */
        RunResult runToFirstFailure(Exercise exercise, List<String> tests) {
            return jvm(classes).runToFirstFailure(tests, Limits.of(exercise));
        }

        @Override
        public void close() {
            own.close();
        }
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
