package labs.cli.command;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** Prints the completion script. */
@Command(
        name = "completion",
        description = "Print a script that completes lab's commands and options in bash and zsh.",
        footer = {
            "  source <(lab completion)                 for this shell",
            "  lab completion > ~/.lab-completion       then 'source ~/.lab-completion' in ~/.bashrc"
        })
final class CompletionCommand extends LabCommand {
    CompletionCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        console().line("%s", AutoComplete.bash("lab", Commands.tree(context())));
        return ExitCode.OK;
    }
}
