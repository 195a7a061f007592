package labs.zookeeper.zab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import labs.kit.sim.World;

/**
 * Breaks a cluster again and again: crashes of a minority (the primary for choice), restarts,
 * partitions, and now and then the power of the whole house.
 */
final class ZabFaults {
    private final ZabCluster cluster;
    private final World<ZabMessage> world;
    private final Random random;
    private boolean over;

    ZabFaults(ZabCluster cluster, long seed) {
        this.cluster = cluster;
        this.world = cluster.world();
        this.random = new Random(seed);
        later();
    }

    private void later() {
        world.schedule(Duration.ofMillis(100 + random.nextInt(900)), this::happen);
    }

    private void happen() {
        if (over) {
            return;
        }
        switch (random.nextInt(8)) {
            case 0, 1 -> crash(cluster.primaries());
            case 2 -> crash(cluster.all());
            case 3, 4 -> cut();
            case 5 -> world.heal();
            case 6 -> cluster.all().forEach(world::restart);
            default -> {
                if (random.nextInt(4) == 0) {
                    cluster.all().forEach(world::crash);
                    cluster.all().forEach(world::restart);
                }
            }
        }
        later();
    }

    private void crash(List<Integer> candidates) {
        List<Integer> down = cluster.all().stream().filter(id -> !world.isUp(id)).toList();
        if (down.size() == cluster.all().size() / 2) {
            world.restart(down.get(random.nextInt(down.size())));
        }
        if (!candidates.isEmpty()) {
            world.crash(candidates.get(random.nextInt(candidates.size())));
        }
    }

    private void cut() {
        var nodes = new ArrayList<>(cluster.all());
        Collections.shuffle(nodes, random);
        int border = 1 + random.nextInt(nodes.size() - 1);
        world.partition(nodes.subList(0, border), nodes.subList(border, nodes.size()));
    }

    /** No more faults: all nodes up, the network whole. */
    void end() {
        over = true;
        world.heal();
        cluster.all().forEach(world::restart);
    }
}
