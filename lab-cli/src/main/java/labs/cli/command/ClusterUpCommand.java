package labs.cli.command;

import java.util.List;
import labs.cli.cluster.Compose;
import labs.cli.cluster.Part;
import labs.cli.terminal.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Builds what is missing, and starts it. */
@Command(
        name = "up",
        description = {
            "Build the images that are missing, start the containers, and wait until every server"
                    + " answers. The first build takes some minutes.",
            "Storm brings ZooKeeper with it."
        },
        footer = {"  lab cluster up", "  lab cluster up zookeeper kafka"})
final class ClusterUpCommand extends ClusterCommand {
    private static final int LONGEST_STEP = 60;

    @Parameters(
            arity = "0..*",
            paramLabel = "PART",
            description =
                    "zookeeper, kafka, mysql, ceph, storm, pacemaker; all but Pacemaker when none"
                            + " is named.")
    private List<String> names = List.of();

    ClusterUpCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        List<Part> parts = names.isEmpty() ? Part.common() : parts(names);
        Compose compose = compose();
        try (Progress progress = console().progress("building the images")) {
            compose.build(parts, line -> progress.now("building the images: " + step(line)));
        }
        try (Progress progress = console().progress("starting")) {
            compose.start(parts, line -> progress.now("starting: " + step(line)));
        }
        show(compose.services(parts));
        console().note("Point the labs at it: eval \"$(lab cluster env)\"");
        return ExitCode.OK;
    }

    private static String step(String line) {
        String text = line.strip();
        return text.length() > LONGEST_STEP ? text.substring(0, LONGEST_STEP) : text;
    }
}
