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
        return run(exercise, List.of(reference()));
    }

    private RunResult run(Exercise exercise, List<Path> classes) {
        return jvm(classes).run(exercise.tests(), Limits.of(exercise));
    }

    private TestJvm jvm(List<Path> classes) {
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
        private final Path classes = own.directory().resolve("classes");
        private final Map<String, byte[]> changed;
        private List<Path> classPath = List.of(classes);

        private Variant(Map<String, byte[]> changed) {
            this.changed = Map.copyOf(changed);
        }

        /** Compiles all of it. */
        List<CompileError> compile() {
            Path all = own.directory().resolve("all");
            FileTree.copy(build.mainSources(), all.resolve("src/main/java"));
            write(all);
            return build.compileMain(all.resolve("src/main/java"), classes);
        }

        /**
         * Compiles the changed files, and the others only if those can see a difference: a mistake
         * in a method's body needs one file to be compiled, not the chapter.
         */
        List<CompileError> compileChanged() {
            Path few = own.directory().resolve("few");
            Path fewClasses = own.directory().resolve("few-classes");
            write(few);
            List<CompileError> errors = build.compileSome(few, reference(), fewClasses);
            if (!errors.isEmpty() || !VisibleParts.areTheSame(fewClasses, reference())) {
                return compile();
            }
            classPath = List.of(fewClasses, reference());
            return List.of();
        }

        private void write(Path root) {
            changed.forEach((file, content) -> Workshop.write(root.resolve(file), content));
        }

        /** Compiles the tests against this variant. */
        List<CompileError> compileTests() {
            return build.compileTests(classes, own.directory().resolve("tests"));
        }

        RunResult run(Exercise exercise) {
            return Workshop.this.run(exercise, classPath);
        }

        /** One failure is all that a mistake has to cause: runs those tests until there is one. */
        RunResult runToFirstFailure(Exercise exercise, List<String> tests) {
            return jvm(classPath).runToFirstFailure(tests, Limits.of(exercise));
        }

        @Override
        public void close() {
            own.close();
        }
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
