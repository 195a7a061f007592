package labs.cli.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import labs.cli.course.Exercise;
import labs.cli.run.ChapterBuild;
import labs.cli.run.CompileError;
import labs.cli.run.Limits;
import labs.cli.run.NoSandbox;
import labs.cli.run.RunResult;
import labs.cli.run.Scratch;

/**
 * Compiles a chapter into a directory of its own and runs tests there. May be used again after each
 * change of the sources; confined to one thread.
 */
public final class CheckSession implements AutoCloseable {
    private final ChapterBuild build;
    private final Scratch scratch = Scratch.create("lab-check-");

    public CheckSession(ChapterBuild build) {
        this.build = build;
    }

    /** Compiles main code and tests; returns the errors. */
    public List<CompileError> compile() {
        List<CompileError> errors = new ArrayList<>(compileMain());
        return errors.isEmpty() ? compileTests() : errors;
    }

    /** Compiles the main code only, beside tests that were compiled before. */
    public List<CompileError> compileMain() {
        new Scratch(main()).close(); // no class of a source that was deleted
        return build.compileMain(build.mainSources(), main());
    }

    private List<CompileError> compileTests() {
        new Scratch(tests()).close();
        return build.compileTests(main(), tests());
    }

    /** Runs the tests of one exercise within its time limit. */
    public RunResult run(Exercise exercise) {
        return build.jvm(tests(), main(), new NoSandbox())
                .run(exercise.tests(), Limits.of(exercise));
    }

    private Path main() {
        return scratch.directory().resolve("main");
    }

    private Path tests() {
        return scratch.directory().resolve("tests");
    }

    @Override
    public void close() {
        scratch.close();
    }
}
