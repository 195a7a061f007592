package labs.cli.command;

import java.util.List;
import labs.cli.check.ChapterCheck;
import labs.cli.course.Repository;
import labs.cli.course.Selection;
import labs.cli.run.ChapterBuild;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs the tests of exercises. */
@Command(
        name = "check",
        description = {
            "Run the tests of a chapter or an exercise, or of everything, on what you wrote.",
            "Shows the points, the first useful line of each failure, where to look, and the next"
                    + " hint. An exercise earns all of its points or none."
        },
        footer = {
            "  lab check                   everything that you have begun",
            "  lab check rpc               a chapter",
            "  lab check rpc-1             an exercise",
            "  lab check rpc-7 --seed 42   with the random numbers of an earlier run"
        })
final class CheckCommand extends LabCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "CHAPTER or EXERCISE",
            description = "Such as rpc or rpc-1.")
    private String name;

    @Mixin private SeedOption seed;

    CheckCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Repository repository = repository();
        List<Selection> selections =
                name == null ? Selection.all(repository) : List.of(Selection.of(repository, name));
        boolean passed = true;
        for (Selection selection : selections) {
            ChapterBuild build = seed.in(build(repository, selection.chapter()));
            passed &= new ChapterCheck(repository, selection, console()).check(build);
        }
        return passed ? ExitCode.OK : ExitCode.NOT_PASSED;
    }
}
