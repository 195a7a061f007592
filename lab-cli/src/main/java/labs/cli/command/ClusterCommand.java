package labs.cli.command;

import java.util.List;
import labs.cli.cluster.Compose;
import labs.cli.cluster.Part;
import labs.cli.cluster.Service;
import picocli.CommandLine.Command;

/** The shared cluster in containers: what it does is in its subcommands; alone, its state. */
@Command(
        name = "cluster",
        description = {
            "The shared cluster in containers: ZooKeeper, Kafka, MySQL, Ceph, Storm and, when asked"
                    + " for, Pacemaker. It needs Docker with Compose 2, and 8 GB of memory for all.",
            "Without a subcommand: its state."
        },
        footer = {
            "  lab cluster up                  all but Pacemaker; the first time builds the images",
            "  lab cluster up kafka mysql      some parts",
            "  eval \"$(lab cluster env)\"       point the labs at what runs",
            "  lab cluster status",
            "  lab cluster down --volumes      away with it, and with its data"
        })
class ClusterCommand extends LabCommand {
    ClusterCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        return new ClusterStatusCommand(context()).call();
    }

    final Compose compose() {
        return Compose.of(repository().root());
    }

    static List<Part> parts(List<String> names) {
        return names.stream().map(Part::named).distinct().toList();
    }

    /** One line for each container. */
    final void show(List<Service> services) {
        for (Service service : services) {
            String condition = "%-10s".formatted(service.condition());
            console()
                    .line(
                            "  %-12s %s %s",
                            service.name(),
                            service.isHealthy()
                                    ? console().green(condition)
                                    : console().red(condition),
                            ports(service));
        }
    }

    private static String ports(Service service) {
        List<String> ports = service.ports().stream().map(port -> "127.0.0.1:" + port).toList();
        return String.join(" ", ports);
    }
}
