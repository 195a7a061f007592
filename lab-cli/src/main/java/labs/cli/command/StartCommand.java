package labs.cli.command;

import java.nio.file.Path;
import labs.cli.copy.CopyWriter;
import labs.cli.copy.FirstCommit;
import labs.cli.copy.NewDirectory;
import labs.cli.course.Repository;
import labs.cli.terminal.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A copy of the labs to work in. */
@Command(
        name = "start",
        description = {
            "Copy the labs to DIR without their solutions, for you to work in.",
            "The copy is a git repository of its own and remembers where the reference is,"
                    + " so that 'lab diff' can show it."
        },
        footer = {"  lab start ~/my-labs", "  cd ~/my-labs && ./lab check rpc-1"})
final class StartCommand extends LabCommand {
    @Parameters(paramLabel = "DIR", description = "A new directory outside of this one.")
    private Path directory;

    StartCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Repository reference = Reference.of(context());
        Path copy = context().directory().resolve(directory).normalize();
        try (Progress progress = console().progress("copying the labs")) {
            NewDirectory.fill(copy, reference, () -> write(reference, copy, progress));
        }
        console().line("Your labs are in %s.", copy);
        console().line("Next: cd %s && ./lab", copy);
        return ExitCode.OK;
    }

    private static void write(Repository reference, Path copy, Progress progress) {
        new CopyWriter(reference).writeStart(copy);
        progress.now("making the first commit");
        FirstCommit.in(copy);
    }
}
