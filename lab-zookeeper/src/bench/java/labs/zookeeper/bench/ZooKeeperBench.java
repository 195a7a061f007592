package labs.zookeeper.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import labs.zookeeper.ensemble.Ensemble;
import labs.zookeeper.zab.ZabRate;

/**
 * Runs everything, interleaved, and writes the result as JSON to the path that is the first
 * argument. More arguments name the parts to run: {@code locks}, {@code election}, {@code config},
 * {@code zab}.
 */
public final class ZooKeeperBench {
    static final String OURS = "ours";
    private static final List<String> PARTS = List.of("locks", "election", "config", "zab");

    private ZooKeeperBench() {}

    public static void main(String[] args) throws Exception {
        List<String> parts = args.length > 1 ? List.of(args).subList(1, args.length) : PARTS;
        var all = new ArrayList<Series>();
        try (var ensemble = Ensemble.fromEnvironmentOr(3)) {
            if (parts.contains("locks")) {
                all.addAll(new LockRounds(ensemble.connectString()).run());
            }
            if (parts.contains("election")) {
                all.add(new ElectionRounds(ensemble.connectString()).run());
            }
            if (parts.contains("config")) {
                all.addAll(new ConfigRounds(ensemble.connectString()).run());
            }
        }
        if (parts.contains("zab")) {
            all.add(zab());
        }
        write(Path.of(args[0]), all);
    }

    private static Series zab() {
        var series =
                new Series(
                        "zab",
                        "ZAB in the simulation, 3 nodes, 50 commands, one core",
                        "runs/s",
                        true);
        for (int round = -1; round < 5; round++) {
            double perSecond = ZabRate.runsPerSecond(1_000);
            System.out.printf("%-9s ZAB simulation %.0f runs/s%n", label(round), perSecond);
            if (round >= 0) {
                series.add(OURS, perSecond);
                series.add("goal", 1_000);
            }
        }
        series.ratio(OURS, "goal", 1);
        return series;
    }

    static String label(int round) {
        return round < 0 ? "warm-up" : "round " + (round + 1);
    }

    private static void write(Path file, List<Series> all) throws IOException {
        String results = all.stream().map(Series::json).collect(Collectors.joining(",\n  "));
        Files.writeString(
                file, "{\"chapter\": \"zookeeper\", \"results\": [\n  " + results + "\n]}\n");
    }
}
