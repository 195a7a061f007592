package labs.cli.demo;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import labs.cli.course.Chapter;
import labs.cli.course.Repository;
import labs.cli.problem.UsageException;
import labs.cli.run.ChapterBuild;
import labs.cli.run.ClassPath;
import labs.cli.run.CompileError;
import labs.cli.run.FileTree;
import labs.cli.run.Maven;
import labs.cli.run.Scratch;

/** A chapter's main classes and what they run on, built when something changed. */
final class MainClasses {
    private final Repository repository;
    private final Chapter chapter;
    private final Path classes;
    private final Path stamp;

    MainClasses(Repository repository, Chapter chapter) {
        this.repository = repository;
        this.chapter = chapter;
        this.classes = chapter.dir().resolve("target/lab/demo");
        this.stamp = chapter.dir().resolve("target/lab/demo.stamp");
    }

    /**
     * @throws UsageException with what the compiler says, if the sources do not compile
     */
    ClassPath classPath(ChapterBuild build) {
        String state = state();
        if (!state.equals(read(stamp))) {
            compile(build);
            write(stamp, state);
        }
        return ClassPath.parse(read(runtime())).after(classes);
    }

    private void compile(ChapterBuild build) {
        new Scratch(classes).close(); // no class of a source that was deleted
        List<CompileError> errors = build.compileMain(build.mainSources(), classes);
        if (!errors.isEmpty()) {
            throw new UsageException(
                    chapter.module()
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

    /** Names, sizes and times of all main sources. */
    private String state() {
        return FileTree.files(chapter.dir().resolve("src/main")).stream()
                .map(MainClasses::describe)
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
