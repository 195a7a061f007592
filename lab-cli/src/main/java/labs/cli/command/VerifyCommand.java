package labs.cli.command;

import java.time.Duration;
import java.util.List;
import labs.cli.course.Repository;
import labs.cli.course.Selection;
import labs.cli.problem.UsageException;
import labs.cli.proofs.Proving;
import labs.cli.run.BuildException;
import labs.cli.run.ChapterBuild;
import labs.cli.terminal.Progress;
import labs.cli.verify.TimeBudget;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proves the course. */
@Command(
        name = "verify",
        description = {
            "Prove the course, or one chapter: the reference passes; the starter compiles and fails"
                    + " a test of every exercise; each exercise passes with the solutions that it"
                    + " needs and no others; every planted mistake is caught; a handout holds no"
                    + " solution; every command and snippet of a README is true.",
            "Prints a line for each, and the sum. What was proved is noted in docs/proofs.json."
        },
        footer = {"  lab verify", "  lab verify rpc", "  lab verify --changed --within 60m"})
final class VerifyCommand extends LabCommand {
    @Parameters(arity = "0..1", paramLabel = "CHAPTER", description = "Such as rpc.")
    private String name;

    @Option(
            names = "--changed",
            description =
                    "Prove only what has changed since docs/proofs.json says that it was proved,"
                            + " the oldest proof first, and one chapter that has not, in turn.")
    private boolean changed;

    @Option(
            names = "--within",
            paramLabel = "TIME",
            description =
                    "Begin no proof that this time has no room for, such as 90s, 45m or 1h30m; say"
                            + " at the end what was not proved, which is no failure.")
    private String within;

    VerifyCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        TimeBudget budget = within == null ? TimeBudget.unlimited() : TimeBudget.of(time(within));
        if (changed && name != null) {
            throw new UsageException("--changed finds the chapters by itself: name none");
        }
        Repository reference = Reference.of(context());
        return proved(reference, budget) ? ExitCode.OK : ExitCode.NOT_PASSED;
    }

    private boolean proved(Repository reference, TimeBudget budget) {
        Proving proving =
                new Proving(reference, console(), chapter -> build(reference, chapter), budget);
        if (name == null) {
            prepare(reference);
            return changed ? proving.changed() : proving.everything();
        }
        return proving.chapters(List.of(Selection.chapter(reference, name).chapter()));
    }

    /** Asks Maven once, and not for each chapter. */
    private void prepare(Repository reference) {
        try (Progress progress = console().progress("finding what the chapters need")) {
            ChapterBuild.prepare(reference, reference.chapters());
        } catch (BuildException broken) {
            // Each chapter is asked for again when its turn comes, and says what is wrong with it.
        }
    }

    private static Duration time(String text) {
        if (!text.matches("(?=.)([0-9]{1,4}h)?([0-9]{1,4}m)?([0-9]{1,6}s)?")) {
            throw new UsageException("'" + text + "' is no time: write 90s, 45m or 1h30m");
        }
        return Duration.parse("PT" + text);
    }
}
