package labs.proxy.totem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import labs.kit.LabTest;
import labs.kit.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Thousands of bad days, each from a seed. */
@LabTest
@Timeout(150)
final class TotemStormTest {
    private static final int STORM_MILLIS = 8_000;

    /** After a storm one ring of all that live must stand within this, and deliver everything. */
    private static final int CALM_MILLIS = 12_000;

    @Test
    void shouldKeepItsPromisesOnThreeNodes(@Seed long seed) {
        survive(seed, 500, 3, 0, false);
    }

    @Test
    void shouldKeepItsPromisesOnFiveNodes(@Seed long seed) {
        survive(seed, 300, 5, 0, false);
    }

    @Test
    void shouldKeepItsPromisesOnFiveNodesWhereMuchIsLost(@Seed long seed) {
        survive(seed, 300, 5, 0.15, false);
    }

    @Test
    void shouldKeepItsPromisesOnFourNodesWithATieBreaker(@Seed long seed) {
        survive(seed, 300, 4, 0.05, true);
    }

    private static void survive(long seed, int runs, int nodes, double loss, boolean tieBreaker) {
        long primaries = 0;
        for (int run = 0; run < runs; run++) {
            try {
                primaries += survive(seed + run, nodes, loss, tieBreaker);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with seed " + (seed + run) + ": " + e.getMessage(), e);
            }
        }
        assertThat(primaries).as("a ring that may never act keeps no promise").isPositive();
    }

    private static long survive(long seed, int nodes, double loss, boolean tieBreaker) {
        var cluster = new TotemCluster(seed, nodes, tieBreaker);
        var random = new Random(seed);
        if (random.nextBoolean()) {
            cluster.runUntil(cluster::isOneRing, CALM_MILLIS);
        }
        cluster.weather(loss, loss / 2);
        long end = cluster.world().now().toMillis() + STORM_MILLIS;
        while (cluster.world().now().toMillis() < end) {
            if (random.nextInt(6) == 0) {
                trouble(cluster, random, nodes);
            }
            cluster.submit(random.nextInt(nodes), random.nextBoolean());
            cluster.run(random.nextInt(150));
        }
        calm(cluster, nodes, "seed " + seed);
        return cluster.primaries();
    }

    private static void trouble(TotemCluster cluster, Random random, int nodes) {
        int one = random.nextInt(nodes);
        switch (random.nextInt(5)) {
            case 0 -> cluster.crash(one);
            case 1, 2 -> cluster.world().restart(one);
            case 3 -> cluster.world().heal();
            default -> partition(cluster, random, nodes);
        }
    }

    private static void partition(TotemCluster cluster, Random random, int nodes) {
        List<Integer> left = new ArrayList<>();
        List<Integer> right = new ArrayList<>();
        IntStream.range(0, nodes).forEach(node -> (random.nextBoolean() ? left : right).add(node));
        cluster.world().partition(left, right);
    }

    private static void calm(TotemCluster cluster, int nodes, String run) {
        cluster.weather(0, 0);
        cluster.world().heal();
        IntStream.range(0, nodes).forEach(cluster.world()::restart);
        IntStream.range(0, nodes).forEach(node -> cluster.submit(node, node % 2 == 0));
        boolean works =
                cluster.runUntil(() -> cluster.isOneRing() && cluster.allDelivered(), CALM_MILLIS);
        assertThat(works)
                .as("one ring that delivers, %d ms after the storm; %s", CALM_MILLIS, run)
                .isTrue();
        cluster.run(2_000);
        assertThat(cluster.isOneRing()).as("it stays so; " + run).isTrue();
        assertThat(cluster.primaryRings()).as("and may act; " + run).hasSize(1);
        new TotemJudge(cluster.journals(), run).judge();
    }
}
