package labs.zookeeper.zab;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import labs.kit.LabTest;
import labs.kit.sim.Weather;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many runs of three nodes and fifty commands a second of one core holds. */
@LabTest
@Timeout(30)
class ZabSpeedTest {
    private static final int RUNS = 1_000;

    @Test
    void shouldRunManySmallClustersASecond() {
        runs(); // warm
        long start = processorTime();
        runs();
        double perSecond = RUNS / ((processorTime() - start) / 1e9);
        System.out.printf("ZAB, 3 nodes, 50 commands: %.0f runs a second%n", perSecond);

        // A guard, not a measurement: slower machines than ours are to pass, too.
        assertThat(perSecond).isGreaterThan(50);
    }

    /** Of this thread, so that what else the machine does hardly counts. */
    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void runs() {
        for (long seed = 0; seed < RUNS; seed++) {
            run(seed);
        }
    }

    /** One command every other millisecond; over when all nodes have delivered the last. */
    private static void run(long seed) {
        var cluster = new ZabCluster(seed, 3, Weather.fair());
        int primary = cluster.awaitPrimary();
        for (int command = 0; command < 50; command++) {
            cluster.world()
                    .schedule(Duration.ofMillis(2 * command), () -> cluster.call(primary, 1));
        }
        cluster.awaitValueEverywhere(50);
    }
}
