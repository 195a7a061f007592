package labs.zookeeper.zab;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import labs.kit.history.History;
import labs.kit.sim.World;

/**
 * A client of the counter: one call after the other, to a node that it believes to be primary, and
 * no answer in time means that it does not know.
 */
final class ZabClient {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private final ZabCluster cluster;
    private final World<ZabMessage> world;
    private final History.Client<Long, Long> record;
    private final Random random;
    private int callsLeft;
    private int call; // the number of the one in progress

    ZabClient(ZabCluster cluster, History<Long, Long> history, int calls, long seed) {
        this.cluster = cluster;
        this.world = cluster.world();
        this.record = history.client();
        this.random = new Random(seed);
        this.callsLeft = calls;
        later();
    }

    boolean isDone() {
        return callsLeft == 0;
    }

    void stop() {
        callsLeft = 0;
    }

    private void later() {
        world.schedule(Duration.ofMillis(1 + random.nextInt(40)), this::next);
    }

    private void next() {
        List<Integer> primaries = cluster.primaries();
        if (callsLeft > 0 && primaries.isEmpty()) {
            later();
        } else if (callsLeft > 0) {
            callsLeft--;
            call(primaries.get(random.nextInt(primaries.size())));
        }
    }

    private void call(int node) {
        int number = ++call;
        // Few different ones: with many, which of the unanswered calls a sum is made of is a riddle
        // that grows faster than any checker.
        long summand = random.nextInt(3);
        record.invoke(summand);
        cluster.call(node, summand).whenComplete((sum, failure) -> hear(number, sum, failure));
        world.schedule(PATIENCE, () -> hear(number, null, new OutcomeUnknownException()));
    }

    private void hear(int number, Long sum, Throwable failure) {
        if (number != call) {
            return; // it was given up before, or was answered
        }
        call++;
        if (failure == null) {
            record.ok(sum);
        } else if (failure instanceof NotPrimaryException) {
            record.fail();
        } else {
            record.unknown();
        }
        later();
    }
}
