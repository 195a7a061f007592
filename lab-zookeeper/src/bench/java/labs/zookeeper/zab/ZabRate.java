package labs.zookeeper.zab;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import labs.kit.sim.Weather;

/** How many runs of a small cluster a second of one core holds, invariants checked. */
public final class ZabRate {
    private static final int COMMANDS = 50;

    private ZabRate() {}

    /** By the processor time of this thread, so that what else the machine does hardly counts. */
    public static double runsPerSecond(int runs) {
        long start = processorTime();
        for (long seed = 0; seed < runs; seed++) {
            run(seed);
        }
        return runs / ((processorTime() - start) / 1e9);
    }

    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** One command every other millisecond; over when all nodes have delivered the last. */
    private static void run(long seed) {
        var cluster = new ZabCluster(seed, 3, Weather.fair());
        int primary = cluster.awaitPrimary();
        for (int command = 0; command < COMMANDS; command++) {
            cluster.world()
                    .schedule(Duration.ofMillis(2L * command), () -> cluster.call(primary, 1));
        }
        cluster.awaitValueEverywhere(COMMANDS);
    }
}
