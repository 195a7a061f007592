package labs.cli.command;

import java.util.List;
import labs.cli.course.Exercise;
import labs.cli.course.Repository;
import labs.cli.course.Selection;
import labs.cli.results.Hints;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hints, one at a time. */
@Command(
        name = "hint",
        description = {
            "The next hint of an exercise, from gentle to plain.",
            "Each call shows one more, below those that you have seen."
        },
        footer = {"  lab hint rpc-1", "  lab hint rpc-1 --seen    only those that you have seen"})
final class HintCommand extends LabCommand {
    @Parameters(paramLabel = "EXERCISE", description = "Such as rpc-1.")
    private String id;

    @Option(names = "--seen", description = "Take no new one.")
    private boolean seen;

    HintCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Repository repository = repository();
        Exercise exercise = Selection.exercise(repository, id).exercise();
        Hints hints = new Hints(repository);
        int before = hints.taken(exercise);
        int now = seen ? before : hints.take(exercise);
        show(exercise.hints(), before, now);
        return ExitCode.OK;
    }

    private void show(List<String> hints, int before, int now) {
        for (int i = 0; i < now; i++) {
            String hint = "%d/%d  %s".formatted(i + 1, hints.size(), hints.get(i));
            console().line("%s", i < before ? console().faint(hint) : hint);
        }
        if (before == hints.size() && !seen) {
            console().line("%s", "That was the last one.");
        }
    }
}
