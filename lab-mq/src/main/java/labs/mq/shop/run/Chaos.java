package labs.mq.shop.run;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import labs.cluster.kafka.KafkaCluster;
import labs.cluster.kafka.KafkaNode;

/**
 * Kills workers and brokers in turn with {@code kill -9}, spread over the work, and starts them
 * again a moment later. Brokers only where the others can go on without: three of our own. For one
 * thread, which calls it again and again.
 */
final class Chaos {
    private static final long AWAY = TimeUnit.MILLISECONDS.toNanos(700);

    private final KafkaCluster cluster;
    private final List<WorkerProcess> workers;
    private final int orders;
    private final int kills;
    private final Random random;
    private final Consumer<String> events;
    private int killed;
    private int brokersKilled;
    private KafkaNode deadBroker; // null when all live
    private WorkerProcess deadWorker; // null when all live
    private long since; // nanoTime of the last kill

    Chaos(
            KafkaCluster cluster,
            List<WorkerProcess> workers,
            ShopPlan plan,
            Consumer<String> events) {
        this.cluster = cluster;
        this.workers = workers;
        this.orders = plan.orders();
        this.kills = plan.kills();
        this.random = new Random(plan.seed());
        this.events = events;
    }

    /** Kills or revives what it is time for, when that many orders have ended. */
    void step(long ended) {
        if (deadBroker != null || deadWorker != null) {
            if (System.nanoTime() - since > AWAY) {
                revive();
            }
        } else if (killed < kills && ended >= orders * (killed + 1L) / (kills + 1L)) {
            kill();
        }
    }

    private void kill() {
        if (killed % 2 == 1 && cluster.isOurs() && cluster.nodes().size() >= 3) {
            deadBroker = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
            events.accept("kill -9 broker " + deadBroker.id());
            deadBroker.kill();
            brokersKilled++;
        } else {
            deadWorker = workers.get(random.nextInt(workers.size()));
            events.accept("kill -9 " + deadWorker);
            deadWorker.kill();
        }
        killed++;
        since = System.nanoTime();
    }

    private void revive() {
        if (deadBroker != null) {
            deadBroker.start();
            events.accept("broker " + deadBroker.id() + " starts again");
        } else {
            deadWorker.start();
            events.accept(deadWorker + " starts again");
        }
        deadBroker = null;
        deadWorker = null;
    }

    /** Whether that worker is away because it was killed here. */
    boolean hasKilled(WorkerProcess worker) {
        return worker == deadWorker;
    }

    /** How often it has killed something. */
    int killed() {
        return killed;
    }

    /** How many of these were brokers. */
    int brokersKilled() {
        return brokersKilled;
    }
}
