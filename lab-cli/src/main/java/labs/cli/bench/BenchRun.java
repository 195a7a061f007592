package labs.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import labs.cli.course.Chapter;
import labs.cli.course.Repository;
import labs.cli.problem.UsageException;
import labs.cli.process.Handed;
import labs.cli.run.ClassPath;
import labs.cli.run.Maven;
import labs.cli.run.Programs;
import labs.cli.terminal.Console;
import labs.cli.terminal.Progress;

/** Builds a chapter with the profile {@code bench} and runs its benchmark in a JVM of its own. */
public final class BenchRun {
    private final Repository repository;
    private final Chapter chapter;
    private final String main;

    /**
     * @throws UsageException if the chapter has no benchmark
     */
    public BenchRun(Repository repository, Chapter chapter) {
        this.repository = repository;
        this.chapter = chapter;
        this.main =
                chapter.bench()
                        .orElseThrow(
                                () -> new UsageException(chapter.module() + " has no benchmark"));
    }

    /** Builds main code, tests and benchmarks. */
    public void build(Console console) {
        try (Progress progress = console.progress("building " + chapter.module() + " to measure")) {
            Maven.run(
                    repository.root(),
                    List.of(
                            "-Pbench",
                            "-pl",
                            chapter.module(),
                            "-am",
                            "test-compile",
                            "-DskipTests"));
        }
    }

    /** Runs the benchmark, which writes {@code json}; returns its exit code. */
    public int run(List<String> flags, Path json, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Programs.javaHome().resolve("bin/java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath().toString(), main, json.toString()));
        command.addAll(arguments);
        return Handed.over(repository.root(), command);
    }

    private ClassPath classPath() {
        Path target = chapter.dir().resolve("target");
        try {
            String dependencies = Files.readString(target.resolve("bench.classpath"));
            return ClassPath.parse(dependencies)
                    .after(target.resolve("test-classes"), target.resolve("classes"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
