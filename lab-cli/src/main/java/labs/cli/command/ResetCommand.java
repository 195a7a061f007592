package labs.cli.command;

import java.nio.file.Path;
import labs.cli.copy.Starters;
import labs.cli.course.Repository;
import labs.cli.course.Selection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The stub again. */
@Command(
        name = "reset",
        description = {
            "Put the stubs of an exercise back.",
            "What you had written is kept in .lab/backups, and the command says where."
        },
        footer = {"  lab reset rpc-1"})
final class ResetCommand extends LabCommand {
    @Parameters(paramLabel = "EXERCISE", description = "Such as rpc-1.")
    private String id;

    ResetCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Repository copy = repository();
        Selection selection = Selection.exercise(copy, id);
        Starters starters = new Starters(copy);
        Path backup = starters.reset(selection.chapter(), selection.exercise());
        selection.exercise().files().forEach(file -> console().line("reset %s", file));
        console().line("Your version is kept in %s.", backup);
        return ExitCode.OK;
    }
}
