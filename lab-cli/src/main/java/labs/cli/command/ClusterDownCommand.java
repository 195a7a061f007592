package labs.cli.command;

import java.util.List;
import labs.cli.cluster.Compose;
import labs.cli.terminal.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stops the cluster and takes it away. */
@Command(
        name = "down",
        description = {
            "Stop the containers and remove them. What they have stored stays for the next time,"
                    + " unless --volumes is given.",
            "Storm takes its ZooKeeper with it."
        },
        footer = {"  lab cluster down", "  lab cluster down kafka", "  lab cluster down --volumes"})
final class ClusterDownCommand extends ClusterCommand {
    @Parameters(
            arity = "0..*",
            paramLabel = "PART",
            description = "Such as kafka; all when none is named.")
    private List<String> names = List.of();

    @Option(
            names = {"-v", "--volumes"},
            description = "Remove what they have stored, too.")
    private boolean volumes;

    ClusterDownCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        var parts = parts(names);
        Compose compose = compose();
        try (Progress progress = console().progress("stopping")) {
            if (parts.isEmpty()) {
                compose.remove(volumes, line -> progress.now("stopping: " + line.strip()));
            } else {
                compose.remove(parts, volumes, line -> progress.now("stopping: " + line.strip()));
            }
        }
        return ExitCode.OK;
    }
}
