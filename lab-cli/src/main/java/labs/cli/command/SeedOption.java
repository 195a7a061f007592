package labs.cli.command;

import java.util.ArrayList;
import java.util.List;
import labs.cli.run.ChapterBuild;
import picocli.CommandLine.Option;

/** Replays a failure that random numbers brought about. */
final class SeedOption {
    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The seed of random tests, as a failure printed it.")
    private Long seed;

    /** The same build, its tests seeded if the option was given. */
    ChapterBuild in(ChapterBuild build) {
        if (seed == null) {
            return build;
        }
        List<String> flags = new ArrayList<>(build.flags());
        flags.add("-Dlab.seed=" + seed);
        return new ChapterBuild(build.module(), build.dependencies(), flags);
    }
}
