package labs.cli.demo;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import labs.cli.course.Chapter;
import labs.cli.course.Demo;
import labs.cli.course.Repository;
import labs.cli.problem.UsageException;
import labs.cli.run.ChapterBuild;
import labs.cli.run.ClassPath;
import labs.cli.run.CompileError;
import labs.cli.run.FileTree;
import labs.cli.run.Maven;
import labs.cli.run.Scratch;

/** The classes that a chapter's demos run on, built when something changed. */
final class DemoClasses {
    private final Repository repository;
    private final Chapter chapter;
    private final Path built;
    private final Path classes;
    private final Path testClasses;

    DemoClasses(Repository repository, Chapter chapter) {
        this.repository = repository;
        this.chapter = chapter;
        this.built = chapter.dir().resolve("target/lab");
        this.classes = built.resolve("demo");
        this.testClasses = built.resolve("demo-tests");
    }

    /**
     * The main classes and their dependencies; for a demo among the tests, the tests and theirs,
     * too.
     *
     * @throws UsageException with what the compiler says, if the sources do not compile
     */
    ClassPath classPath(ChapterBuild build, Demo.Scope scope) {
        String mainState = state("src/main");
        update("demo.stamp", mainState, () -> compileMain(build));
        if (scope == Demo.Scope.MAIN) {
            return ClassPath.parse(read(runtime())).after(classes);
        }
        String testState = mainState + build.dependencies() + state("src/test");
        update("demo-tests.stamp", testState, () -> compileTests(build));
        return build.dependencies().after(testClasses, classes);
    }

    private void update(String name, String state, Runnable compile) {
        Path stamp = built.resolve(name);
        if (!state.equals(read(stamp))) {
            compile.run();
            write(stamp, state);
        }
    }

    private void compileMain(ChapterBuild build) {
        new Scratch(classes).close(); // no class of a source that was deleted
        require(build.compileMain(build.mainSources(), classes), "");
    }

    private void compileTests(ChapterBuild build) {
        new Scratch(testClasses).close();
        require(build.compileTests(classes, testClasses), " (its tests, where this demo lies)");
    }

    private void require(List<CompileError> errors, String part) {
        if (!errors.isEmpty()) {
            throw new UsageException(
                    chapter.module()
                            + part
                            + " does not compile:\n"
                            + errors.stream().map(CompileError::toString).collect(joining("\n")));
        }
    }

    /** Written by the parent pom's build; missing when only an older one has run. */
    private Path runtime() {
        Path file = chapter.dir().resolve("target/main.classpath");
        if (!Files.exists(file)) {
            Maven.run(
                    repository.root(),
                    List.of("-pl", chapter.module(), "-am", "compile", "-Dmaven.main.skip=true"));
        }
        return file;
    }

    /** Names, sizes and times of all sources there. */
    private String state(String sources) {
        return FileTree.files(chapter.dir().resolve(sources)).stream()
                .map(DemoClasses::describe)
                .collect(joining("\n", System.getProperty("java.home") + "\n", "\n"));
    }

    private static String describe(Path file) {
        try {
            return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
