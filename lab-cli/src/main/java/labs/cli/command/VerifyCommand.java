package labs.cli.command;

import java.util.List;
import labs.cli.course.Chapter;
import labs.cli.course.Repository;
import labs.cli.course.Selection;
import labs.cli.verify.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Proves the course. */
@Command(
        name = "verify",
        description = {
            "Prove the course, or one chapter: the reference passes; the starter compiles and fails"
                    + " a test of every exercise; each exercise passes with the solutions that it"
                    + " needs and no others; every planted mistake is caught; a handout holds no"
                    + " solution; every command and snippet of a README is true.",
            "Prints a line for each, and the sum."
        },
        footer = {"  lab verify", "  lab verify rpc"})
final class VerifyCommand extends LabCommand {
    @Parameters(arity = "0..1", paramLabel = "CHAPTER", description = "Such as rpc.")
    private String name;

    VerifyCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Repository reference = Reference.of(context());
        boolean proved =
                new Verification(reference, console())
                        .verify(
                                chapters(reference),
                                name == null,
                                chapter -> build(reference, chapter));
        return proved ? ExitCode.OK : ExitCode.NOT_PASSED;
    }

    private List<Chapter> chapters(Repository reference) {
        return name == null
                ? reference.chapters()
                : List.of(Selection.chapter(reference, name).chapter());
    }
}
