package labs.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lab} alone: the course map. */
@Command(
        name = "lab",
        description = "Labs on large distributed systems: build each system, break it, measure it.",
        footer = {
            "  lab                    the course map",
            "  lab run rpc            the headline demo of a chapter",
            "  lab start ~/my-labs    a copy of the labs to work in",
            "  lab check rpc-1        in that copy: run the tests of an exercise"
        })
final class RootCommand extends LabCommand {
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version and exit.")
    private boolean version;

    RootCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        return new ListCommand(context()).call();
    }
}
