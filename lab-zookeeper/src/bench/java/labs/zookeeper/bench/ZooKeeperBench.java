package labs.zookeeper.bench;

import java.util.ArrayList;
import java.util.List;
import labs.cluster.zookeeper.Ensemble;
import labs.kit.bench.Bench;
import labs.kit.bench.Series;
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
        Bench bench = Bench.of("zookeeper", PARTS, args);
        var all = new ArrayList<Series>();
        try (var ensemble = Ensemble.fromEnvironmentOr(3)) {
            if (bench.runs("locks")) {
                all.addAll(new LockRounds(ensemble.connectString()).run());
            }
            if (bench.runs("election")) {
                all.add(new ElectionRounds(ensemble.connectString()).run());
            }
            if (bench.runs("config")) {
                all.addAll(new ConfigRounds(ensemble.connectString()).run());
            }
        }
        if (bench.runs("zab")) {
            all.add(zab());
        }
        bench.write(all);
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
            System.out.printf("%-9s ZAB simulation %.0f runs/s%n", Bench.label(round), perSecond);
            if (round >= 0) {
                series.add(OURS, perSecond);
                series.add("goal", 1_000);
            }
        }
        series.ratio(OURS, "goal", 1);
        return series;
    }
}
