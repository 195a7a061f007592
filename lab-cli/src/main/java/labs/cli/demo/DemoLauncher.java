package labs.cli.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import labs.cli.course.Chapter;
import labs.cli.course.Demo;
import labs.cli.course.Repository;
import labs.cli.process.Handed;
import labs.cli.run.ChapterBuild;
import labs.cli.run.ClassPath;
import labs.cli.run.Programs;
import labs.cli.terminal.Console;
import labs.cli.terminal.Progress;

/** Runs a demo in a JVM of its own, which takes over the terminal. */
public final class DemoLauncher {
    private final Repository repository;
    private final Console console;

    public DemoLauncher(Repository repository, Console console) {
        this.repository = repository;
        this.console = console;
    }

    /** Builds the chapter if need be, runs the demo and returns its exit code. */
    public int run(Chapter chapter, Demo demo, List<String> arguments, Path directory) {
        List<String> command = new ArrayList<>();
        command.add(Programs.javaHome().resolve("bin/java").toString());
        command.addAll(built(chapter, demo));
        command.add(demo.main());
        command.addAll(arguments);
        return Handed.over(directory, command);
    }

    private List<String> built(Chapter chapter, Demo demo) {
        try (Progress progress = console.progress("building " + chapter.module())) {
            ChapterBuild build = ChapterBuild.of(repository, chapter);
            progress.now("compiling " + chapter.module());
            ClassPath classPath =
                    new DemoClasses(repository, chapter).classPath(build, demo.scope());
            List<String> options = new ArrayList<>(build.flags());
            options.addAll(List.of("-cp", classPath.toString()));
            return options;
        }
    }
}
