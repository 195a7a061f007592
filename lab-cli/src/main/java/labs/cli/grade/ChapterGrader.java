package labs.cli.grade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import labs.cli.course.Chapter;
import labs.cli.course.Exercise;
import labs.cli.markers.Cutter;
import labs.cli.run.BuildException;
import labs.cli.run.ChapterBuild;
import labs.cli.run.CompileError;
import labs.cli.run.Compiler;
import labs.cli.run.FileTree;
import labs.cli.run.Limits;
import labs.cli.run.NoSandbox;
import labs.cli.run.PlannedTest;
import labs.cli.run.RunResult;
import labs.cli.run.Sandbox;
import labs.cli.run.Scratch;

/**
 * Grades submissions of one chapter under this repository's own poms and tests. It reads the
 * reference once: the starter, the compiled tests, and the list of tests that a submission must
 * pass. Thread-safe after that: submissions may be graded at the same time.
 */
public final class ChapterGrader implements AutoCloseable {
    private final Chapter chapter;
    private final ChapterBuild build;
    private final Sandbox sandbox;
    private final Scratch scratch = Scratch.create("lab-grade-");
    private final Path tests = scratch.directory().resolve("tests");
    private final Map<String, byte[]> reference = new TreeMap<>();
    private final Map<String, byte[]> starter = new TreeMap<>();
    private final Map<String, List<PlannedTest>> expected = new LinkedHashMap<>();
    private final Set<String> packages;
    private final Set<String> testFiles;

    /**
     * @throws BuildException when the reference or its tests do not compile
     */
    public ChapterGrader(Chapter chapter, ChapterBuild build, Sandbox sandbox) {
        this.chapter = chapter;
        this.build = build;
        this.sandbox = sandbox;
        readReference();
        this.packages =
                reference.keySet().stream()
                        .map(ChapterGrader::twoFolders)
                        .collect(Collectors.toCollection(TreeSet::new));
        this.testFiles =
                Compiler.javaFiles(build.testSources())
                        .map(file -> build.testSources().relativize(file).toString())
                        .collect(Collectors.toSet());
        listExpectedTests();
    }

    /** Grades one submission; what goes wrong with it is said in its score, and ends nothing. */
    public ChapterScore grade(Submission submission) {
        try {
            return gradeOrThrow(submission);
        } catch (UncheckedIOException e) {
            String why = "could not be graded: " + e.getCause();
            List<ExerciseScore> nothing =
                    chapter.exercises().stream()
                            .map(each -> ScoreRules.notRun(each, expected.get(each.id()), why))
                            .toList();
            return new ChapterScore(chapter.name(), chapter.title(), nothing, List.of(why));
        }
    }

    private ChapterScore gradeOrThrow(Submission submission) {
        Intake.Taken taken = Intake.take(submission.dir(), chapter.module(), packages, testFiles);
        try (var own = Scratch.create("lab-submission-")) {
            Path classes = directory(own, "classes");
            var student = new StudentBuild(chapter, starter, taken.files());
            student.compile(
                    new SandboxedCompiler(sandbox, build.dependencies()),
                    directory(own, "sources"),
                    classes);
            removeForeignClasses(classes);
            FileTree.copy(build.module().resolve("src/main/resources"), classes);
            List<ExerciseScore> scores =
                    chapter.exercises().stream()
                            .map(exercise -> score(exercise, student, classes))
                            .toList();
            return new ChapterScore(chapter.name(), chapter.title(), scores, notes(taken, student));
        }
    }

    private ExerciseScore score(Exercise exercise, StudentBuild student, Path classes) {
        List<PlannedTest> tests = expected.get(exercise.id());
        if (student.broken(exercise).isPresent()) {
            return ScoreRules.notRun(exercise, tests, student.broken(exercise).get());
        } else if (!student.attempted(exercise)) {
            return ScoreRules.notRun(exercise, tests, ScoreRules.NOT_ATTEMPTED);
        }
        return ScoreRules.score(exercise, tests, run(exercise, classes));
    }

    private RunResult run(Exercise exercise, Path classes) {
        // A copy for each run: without a sandbox it can be damaged, and the next one must not be.
        try (var own = Scratch.create("lab-test-classes-")) {
            FileTree.copy(tests, own.directory());
            return build.jvm(own.directory(), classes, sandbox)
                    .run(exercise.tests(), Limits.of(exercise));
        }
    }

    private List<String> notes(Intake.Taken taken, StudentBuild student) {
        var notes = new ArrayList<>(taken.notes());
        notes.addAll(student.notes());
        notes.addAll(WorthALook.find(taken.files(), reference));
        return notes;
    }

    private void readReference() {
        for (Path file : FileTree.files(build.mainSources())) {
            String name = build.mainSources().relativize(file).toString();
            reference.put(name, read(file));
            starter.put(name, Cutter.cut(file).starter());
        }
    }

    private void listExpectedTests() {
        Path main = directory(scratch, "reference");
        mustCompile("the reference", build.compileMain(build.mainSources(), main));
        mustCompile("the tests", build.compileTests(main, tests));
        var jvm = build.jvm(tests, main, new NoSandbox());
        List<PlannedTest> all =
                jvm.list(chapter.exercises().stream().flatMap(e -> e.tests().stream()).toList());
        for (Exercise exercise : chapter.exercises()) {
            expected.put(exercise.id(), all.stream().filter(t -> belongs(t, exercise)).toList());
        }
        // The classes of the reference have done their work: no submission shall find them.
        FileTree.delete(main);
        // A starter that does not compile would be held against every student.
        mustCompile("the starter", compileStarter());
    }

    private static boolean belongs(PlannedTest test, Exercise exercise) {
        return exercise.tests().stream()
                .anyMatch(
                        name ->
                                test.test().startsWith(name + "#")
                                        || test.test().startsWith(name + "$"));
    }

    private List<CompileError> compileStarter() {
        try (var own = Scratch.create("lab-starter-")) {
            Path sources = directory(own, "sources");
            starter.forEach((name, content) -> StudentBuild.write(sources.resolve(name), content));
            return new Compiler(build.dependencies())
                    .compile(List.of(sources), directory(own, "classes"));
        }
    }

    private void mustCompile(String what, List<CompileError> errors) {
        if (!errors.isEmpty()) {
            throw new BuildException(
                    what + " of " + chapter.name() + " does not compile: " + errors.get(0));
        }
    }

    /** A source may say another package than its folder: javac obeys the source. */
    private void removeForeignClasses(Path classes) {
        for (Path file : FileTree.files(classes)) {
            String name = classes.relativize(file).toString();
            if (packages.stream().noneMatch(name::startsWith)
                    || Files.exists(tests.resolve(name))) {
                FileTree.delete(file);
            }
        }
    }

    private static String twoFolders(String file) {
        String[] parts = file.split("/");
        return parts.length > 2 ? parts[0] + "/" + parts[1] + "/" : parts[0] + "/";
    }

    private static Path directory(Scratch scratch, String name) {
        try {
            return Files.createDirectories(scratch.directory().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        scratch.close();
    }
}
