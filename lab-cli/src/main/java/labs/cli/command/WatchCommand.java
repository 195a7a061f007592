package labs.cli.command;

import labs.cli.check.Watch;
import labs.cli.course.Repository;
import labs.cli.course.Selection;
import labs.cli.run.ChapterBuild;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks an exercise on each save. */
@Command(
        name = "watch",
        description = {
            "Check an exercise now and whenever you save a file of its chapter, until Ctrl-C.",
            "Each verdict says how long after the save it came."
        },
        footer = {"  lab watch rpc-1"})
final class WatchCommand extends LabCommand {
    @Parameters(paramLabel = "EXERCISE", description = "Such as rpc-1.")
    private String id;

    @Mixin private SeedOption seed;

    WatchCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Repository repository = repository();
        Selection selection = Selection.exercise(repository, id);
        ChapterBuild build = seed.in(build(repository, selection.chapter()));
        new Watch(repository, selection, console()).run(build);
        return ExitCode.OK;
    }
}
