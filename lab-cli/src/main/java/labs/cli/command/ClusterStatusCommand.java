package labs.cli.command;

import java.util.List;
import labs.cli.cluster.Service;
import picocli.CommandLine.Command;

/** Which servers run, and how they are. */
@Command(
        name = "status",
        description = {
            "Each container of the cluster: its health, and its ports on this machine.",
            "The exit code is 1 if one of them is not healthy, or none is there."
        },
        footer = {"  lab cluster status"})
final class ClusterStatusCommand extends ClusterCommand {
    ClusterStatusCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        List<Service> services = compose().services();
        if (services.isEmpty()) {
            console().note("Nothing of the cluster runs; 'lab cluster up' starts it.");
            return ExitCode.NOT_PASSED;
        }
        show(services);
        return services.stream().allMatch(Service::isHealthy) ? ExitCode.OK : ExitCode.NOT_PASSED;
    }
}
