package labs.cli.command;

import static java.util.stream.Collectors.joining;

import java.util.List;
import labs.cli.course.Chapter;
import labs.cli.course.Demo;
import labs.cli.course.Repository;
import labs.cli.course.Selection;
import labs.cli.course.Suggestion;
import labs.cli.demo.DemoLauncher;
import labs.cli.problem.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs a demo of a chapter. */
@Command(
        name = "run",
        description = {
            "Build a chapter and run one of its demos; without a chapter, list all demos.",
            "Without the name of a demo the first runs. What follows the name goes to the demo as"
                    + " it is; its exit code is ours. Ctrl-C ends it."
        },
        footer = {
            "  lab run                             all demos",
            "  lab run rpc                         the headline demo of a chapter",
            "  lab run rpc server --port 8080      another one, with its arguments",
            "  lab run rpc --help                  the demos of a chapter"
        })
final class RunCommand extends LabCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "CHAPTER", description = "Such as rpc.")
    private String name;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "DEMO [ARGS]",
            description = "The name of a demo, and its arguments.")
    private List<String> rest = List.of();

    RunCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Repository repository = repository();
        if (name == null) {
            repository.chapters().forEach(this::list);
            return ExitCode.OK;
        }
        Chapter chapter = Selection.chapter(repository, name).chapter();
        if (List.of("--help").equals(rest) || List.of("-h").equals(rest)) {
            list(chapter);
            return ExitCode.OK;
        }
        return run(repository, chapter);
    }

    private int run(Repository repository, Chapter chapter) {
        boolean headline = rest.isEmpty() || rest.get(0).startsWith("-");
        Demo demo = headline ? first(chapter) : named(chapter, rest.get(0));
        List<String> arguments = headline ? rest : rest.subList(1, rest.size());
        return new DemoLauncher(repository, console())
                .run(chapter, demo, arguments, context().directory());
    }

    private static Demo first(Chapter chapter) {
        return chapter.demos().stream()
                .findFirst()
                .orElseThrow(() -> new UsageException(chapter.module() + " has no demos"));
    }

    private static Demo named(Chapter chapter, String demo) {
        List<String> names = chapter.demos().stream().map(Demo::name).toList();
        return chapter.demo(demo)
                .orElseThrow(
                        () ->
                                new UsageException(
                                        "%s has no demo '%s'%s; its demos are %s"
                                                .formatted(
                                                        chapter.name(),
                                                        demo,
                                                        Suggestion.of(demo, names),
                                                        String.join(", ", names))));
    }

    private void list(Chapter chapter) {
        console().line("%s", console().bold(chapter.title()));
        chapter.demos().forEach(demo -> list(chapter, demo));
    }

    private void list(Chapter chapter, Demo demo) {
        String command =
                List.of("lab", "run", chapter.name(), demo.name(), demo.args()).stream()
                        .filter(word -> !word.isEmpty())
                        .collect(joining(" "));
        console().line("  %-36s %s", command, demo.title());
    }
}
