package labs.rpc.demo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import labs.rpc.client.Caller;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.queue.Delivery;
import labs.rpc.queue.LocalWorkQueue;
import labs.rpc.queue.WorkQueue;

/**
 * A work queue: tasks wait in one, results in another. A task that a dying worker had is not
 * acknowledged, so the queue gives it to the next one; neither coordinator nor workers do anything
 * for that.
 */
final class ByQueue implements Way {
    private static final Duration VISIBILITY = Duration.ofMillis(500);
    private static final int WORKER_WAIT = 100;
    private static final int LONG = 10_000;

    @Override
    public String name() {
        return "work queue";
    }

    @Override
    public Cost run(Results results, Accident accident) {
        long start = System.nanoTime();
        try (Hub hub = hub()) {
            for (int i = 0; i < WORKERS; i++) {
                Caller caller = hub.connect();
                Accident mine = i == 0 ? accident : null;
                WorkQueue tasks = tasks(caller);
                WorkQueue done = caller.proxy("results", WorkQueue.class);
                hub.startWorker(() -> work(tasks, done, mine));
            }
            Caller caller = hub.connect();
            IntStream.range(0, results.tasks()).forEach(tasks(caller)::put);
            long free = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            collect(caller.proxy("results", WorkQueue.class), results);
            return new Cost(hub.requests(), free);
        }
    }

    private static void collect(WorkQueue done, Results results) {
        while (!results.areComplete()) {
            Delivery result = done.take(LONG);
            if (result != null) {
                List<?> taskAndCount = (List<?>) result.body();
                results.add((int) taskAndCount.get(0), (int) taskAndCount.get(1));
                done.ack(result.receipt());
            }
        }
    }

    private static boolean work(WorkQueue tasks, WorkQueue done, Accident accident) {
        Delivery delivery = tasks.take(WORKER_WAIT);
        if (delivery == null) {
            return true;
        }
        int task = (int) delivery.body();
        if (accident != null && accident.strikes(task)) {
            return false; // no ack: it comes back to the others
        }
        done.put(List.of(task, PrimeTask.count(task)));
        tasks.ack(delivery.receipt()); // after the result is safe; the other order would lose it
        return true;
    }

    @Override
    public int handInWithoutWorkers(int tasks) {
        try (Hub hub = hub()) {
            WorkQueue queue = tasks(hub.connect());
            return (int) IntStream.range(0, tasks).filter(task -> queue.put(task) > 0).count();
        }
    }

    private static WorkQueue tasks(Caller caller) {
        return caller.proxy("tasks", WorkQueue.class);
    }

    private static Hub hub() {
        var limits = new LocalWorkQueue.Limits(10_000, VISIBILITY, 5, 100);
        return new Hub(
                new Dispatcher()
                        .register("tasks", WorkQueue.class, new LocalWorkQueue(limits))
                        .register("results", WorkQueue.class, new LocalWorkQueue(limits)));
    }

    @Override
    public String whoNotices() {
        return "the queue";
    }

    @Override
    public int addresses() {
        return 1;
    }
}
