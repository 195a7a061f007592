package labs.cli.command;

import java.util.Arrays;
import java.util.List;
import labs.cli.cluster.Part;
import labs.cli.cluster.Service;
import picocli.CommandLine.Command;

/** The lines that point the labs at what runs. */
@Command(
        name = "env",
        description = {
            "Print the lines for a shell that point demos and tests at the servers that run, for"
                    + " example export LAB_KAFKA='…'.",
            "The exit code is 1 if none runs."
        },
        footer = {"  lab cluster env", "  eval \"$(lab cluster env)\""})
final class ClusterEnvCommand extends ClusterCommand {
    ClusterEnvCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        List<Service> services = compose().services();
        List<String> exports =
                Arrays.stream(Part.values())
                        .filter(part -> part.isAmong(services))
                        .flatMap(part -> part.exports().stream())
                        .toList();
        if (exports.isEmpty()) {
            console().note("Nothing of the cluster is healthy; 'lab cluster up' starts it.");
            return ExitCode.NOT_PASSED;
        }
        exports.forEach(line -> console().line("%s", line));
        return ExitCode.OK;
    }
}
