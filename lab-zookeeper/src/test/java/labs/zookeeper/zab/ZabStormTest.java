package labs.zookeeper.zab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import labs.kit.LabTest;
import labs.kit.Seed;
import labs.kit.evidence.Diagrams;
import labs.kit.history.History;
import labs.kit.linear.Linearizability;
import labs.kit.linear.Models;
import labs.kit.linear.Verdict;
import labs.kit.sim.Weather;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(60)
class ZabStormTest {
    private static final Duration A_STORM = Duration.ofSeconds(6);

    @Test
    void shouldKeepItsPromisesOnThreeNodesInFairWeather(@Seed long seed) {
        survive(seed, 800, 3, Weather.fair());
    }

    @Test
    void shouldKeepItsPromisesOnThreeNodesInAStorm(@Seed long seed) {
        survive(seed, 800, 3, Weather.stormy());
    }

    @Test
    void shouldKeepItsPromisesOnFiveNodesInFairWeather(@Seed long seed) {
        survive(seed, 500, 5, Weather.fair());
    }

    @Test
    void shouldKeepItsPromisesOnFiveNodesInAStorm(@Seed long seed) {
        survive(seed, 500, 5, Weather.stormy());
    }

    private static void survive(long seed, int runs, int nodes, Weather weather) {
        int primaries = 0;
        int delivered = 0;
        for (int run = 0; run < runs; run++) {
            var cluster = new ZabCluster(seed + run, nodes, weather);
            liveThroughAStorm(cluster, seed + run);
            primaries += cluster.invariants().primaries();
            delivered += cluster.invariants().delivered().size();
        }
        assertThat(primaries).as("leader changes, in all runs").isGreaterThan(2 * runs);
        assertThat(delivered).as("transactions, in all runs").isGreaterThan(20 * runs);
    }

    private static void liveThroughAStorm(ZabCluster cluster, long seed) {
        var history = new History<Long, Long>(() -> cluster.world().now().toNanos());
        List<ZabClient> clients = new ArrayList<>();
        for (int client = 0; client < 3; client++) {
            clients.add(new ZabClient(cluster, history, 60, seed * 3 + client));
        }
        var faults = new ZabFaults(cluster, seed);
        cluster.run(A_STORM);
        faults.end();
        clients.forEach(ZabClient::stop);
        settle(cluster);
        requireLinearizable(history, seed);
    }

    /** After the storm somebody leads, and all nodes come to the same. */
    private static void settle(ZabCluster cluster) {
        cluster.await(
                "a primary, and every node delivers all that any node delivered",
                () -> !cluster.primaries().isEmpty() && isDeliveredEverywhere(cluster));
    }

    private static boolean isDeliveredEverywhere(ZabCluster cluster) {
        int all = cluster.invariants().delivered().size();
        return cluster.all().stream().allMatch(id -> cluster.zab(id).delivered().size() == all);
    }

    private static void requireLinearizable(History<Long, Long> history, long seed) {
        var judge = new Linearizability<>(Models.counter(), Duration.ofSeconds(5));
        Verdict<Long, Long> verdict = judge.judge(history.operations());
        if (verdict instanceof Verdict.Violation<Long, Long> violation) {
            Path drawn =
                    Diagrams.write(
                            Diagrams.of(violation).fact("seed " + seed),
                            Path.of("target", "evidence", "zab-clients-" + seed + ".html"));
            throw new AssertionError(
                    "the clients saw what no single counter answers: seed "
                            + seed
                            + ", drawn in "
                            + drawn);
        }
        assertThat(verdict.isLinearizable()).as("judged, seed %s: %s", seed, verdict).isTrue();
    }
}
