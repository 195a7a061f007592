package labs.cli.command;

import java.nio.file.Path;
import labs.cli.copy.CopyWriter;
import labs.cli.copy.HandoutCheck;
import labs.cli.copy.NewDirectory;
import labs.cli.course.Repository;
import labs.cli.problem.Problems;
import labs.cli.terminal.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A copy to give away. */
@Command(
        name = "handout",
        description = {
            "Copy the labs to DIR for students: without solutions, planted mistakes or history.",
            "Every file of the copy is then searched for pieces of the solutions."
        },
        footer = {"  lab handout ~/labs-2026"})
final class HandoutCommand extends LabCommand {
    @Parameters(paramLabel = "DIR", description = "A new directory outside of this one.")
    private Path directory;

    HandoutCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Repository reference = Reference.of(context());
        Path copy = context().directory().resolve(directory).normalize();
        try (Progress progress = console().progress("copying the labs")) {
            NewDirectory.fill(copy, reference, () -> write(reference, copy, progress));
        }
        console().line("The handout is in %s; no piece of a solution was found in it.", copy);
        return ExitCode.OK;
    }

    private static void write(Repository reference, Path copy, Progress progress) {
        Problems leaks = new Problems();
        new CopyWriter(reference).writeHandout(copy);
        progress.now("looking for solutions in the copy");
        new HandoutCheck(reference).check(copy, leaks);
        leaks.throwIfAny(); // a handout that leaks must not lie around
    }
}
