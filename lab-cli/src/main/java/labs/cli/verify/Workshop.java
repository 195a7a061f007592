package labs.cli.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import labs.cli.course.Chapter;
import labs.cli.course.Exercise;
import labs.cli.run.BuildException;
import labs.cli.run.ChapterBuild;
import labs.cli.run.ClassArchive;
import labs.cli.run.CompileError;
import labs.cli.run.Ending;
import labs.cli.run.FileTree;
import labs.cli.run.Limits;
import labs.cli.run.RunResult;
import labs.cli.run.Scratch;
import labs.cli.run.TestJvm;

/**
 * Compiles variants of a chapter's main code and runs its tests on them. Thread-safe after {@link
 * #open}.
 */
final class Workshop implements AutoCloseable {
    private static final Pattern JAVA_FILE = Pattern.compile("src/main/java/(.*)[.]java");

    private final ChapterBuild build;
    private final Chapter chapter;
    private final Scratch scratch = Scratch.create("lab-verify-");
    private final ClassArchive archive;
    private final Reach reach;

    private Workshop(Chapter chapter, ChapterBuild build) {
        this.build = build;
        this.chapter = chapter;
        this.archive = new ClassArchive(scratch.newDirectory("archive"));
        mustCompile(build.compileMain(build.mainSources(), reference()));
        mustCompile(build.compileTests(reference(), tests()));
        this.reach = Reach.of(List.of(tests(), reference()));
    }

    /**
     * Compiles the reference and the tests.
     *
     * @throws BuildException if they do not compile
     */
    static Workshop open(Chapter chapter, ChapterBuild build) {
        return new Workshop(chapter, build);
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

    /** Runs the tests of an exercise on the reference, and notes which classes of libraries do. */
    RunResult runReference(Exercise exercise) {
        Path list = archive.newList();
        RunResult run =
                jvm(List.of(reference()))
                        .with(ClassArchive.listing(list))
                        .run(exercise.tests(), Limits.of(exercise));
        if (run.ending() == Ending.FINISHED) {
            archive.add(list);
        }
        return run;
    }

    /** Lets the JVMs from now on start in less time, by what was noted so far. */
    void makeArchive() {
        jvm(List.of(reference())).make(archive);
    }

    private RunResult run(Exercise exercise, List<Path> classes) {
        return quick(classes).run(exercise.tests(), Limits.of(exercise));
    }

    private TestJvm jvm(List<Path> classes) {
        return build.trusted(tests(), classes);
    }

    private TestJvm quick(List<Path> classes) {
        return jvm(classes).with(archive.using());
    }

    /**
     * Whether the tests of an exercise can come to the code in any of these files, whose paths are
     * relative to the module's folder. If they cannot, they do the same with whatever is in it.
     */
    boolean comesTo(Exercise exercise, Collection<String> files) {
        Set<String> reached = reach.from(exercise.tests());
        return files.stream().anyMatch(file -> comesTo(reached, file));
    }

    private static boolean comesTo(Set<String> reached, String file) {
        Matcher java = JAVA_FILE.matcher(file);
        if (!java.matches()) {
            return true; // who can say?
        }
        String name = java.group(1).replace('/', '.');
        return reached.stream().anyMatch(one -> one.equals(name) || one.startsWith(name + "$"));
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
            return quick(classPath).runToFirstFailure(tests, Limits.of(exercise));
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
