package labs.rpc.demo;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.space.LocalTupleSpace;
import labs.rpc.space.TupleSpace;

/**
 * A tuple space: tasks and results lie in it, and nobody knows who takes them. A task that a dying
 * worker took is gone, and nobody is told: the coordinator must miss the result.
 */
final class BySpace implements Way {
    private static final int LEASE = 60_000;
    private static final int WORKER_WAIT = 100;

    /** After which without any result the coordinator writes the missing tasks again. */
    private static final int PATIENCE = 500;

    @Override
    public String name() {
        return "tuple space";
    }

    @Override
    public Cost run(Results results, Accident accident) {
        long start = System.nanoTime();
        try (Hub hub = hub()) {
            for (int i = 0; i < WORKERS; i++) {
                TupleSpace space = hub.connect().proxy("space", TupleSpace.class);
                Accident mine = i == 0 ? accident : null;
                hub.startWorker(() -> work(space, mine));
            }
            TupleSpace space = hub.connect().proxy("space", TupleSpace.class);
            IntStream.range(0, results.tasks()).forEach(task -> handIn(space, task));
            long free = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            collect(space, results);
            return new Cost(hub.requests(), free);
        }
    }

    private static void collect(TupleSpace space, Results results) {
        while (!results.areComplete()) {
            List<Object> result = space.take(tuple("result", null, null), PATIENCE);
            if (result == null) {
                results.missing().forEach(task -> handIn(space, task));
            } else {
                results.add((int) result.get(1), (int) result.get(2));
            }
        }
    }

    private static boolean work(TupleSpace space, Accident accident) {
        List<Object> tuple = space.take(tuple("task", null), WORKER_WAIT);
        if (tuple == null) {
            return true;
        }
        int task = (int) tuple.get(1);
        if (accident != null && accident.strikes(task)) {
            return false; // the tuple was taken out of the space, and dies with us
        }
        return space.write(tuple("result", task, PrimeTask.count(task)), LEASE);
    }

    private static boolean handIn(TupleSpace space, int task) {
        return space.write(tuple("task", task), LEASE);
    }

    @Override
    public int handInWithoutWorkers(int tasks) {
        try (Hub hub = hub()) {
            TupleSpace space = hub.connect().proxy("space", TupleSpace.class);
            return (int) IntStream.range(0, tasks).filter(task -> handIn(space, task)).count();
        }
    }

    private static Hub hub() {
        LocalTupleSpace space = new LocalTupleSpace(10_000);
        return new Hub(new Dispatcher().register("space", TupleSpace.class, space));
    }

    private static List<Object> tuple(Object... fields) {
        return Arrays.asList(fields);
    }

    @Override
    public String whoNotices() {
        return "the coordinator";
    }

    @Override
    public int addresses() {
        return 1;
    }
}
