package labs.zookeeper.zab.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import labs.kit.history.History;
import labs.kit.history.Operation;
import labs.zookeeper.zab.NotPrimaryException;
import labs.zookeeper.zab.OutcomeUnknownException;

/** Clients that add and read, each on a thread of its own, and write down what they saw. */
final class Clients {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private final History<Long, Long> history = new History<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicLong added = new AtomicLong();
    private final AtomicLong perhaps = new AtomicLong();
    private final ZabProcesses cluster;
    private volatile boolean over;

    Clients(int count, ZabProcesses cluster, long seed) {
        this.cluster = cluster;
        IntStream.range(0, count).forEach(id -> threads.add(thread(id, new Random(seed + id))));
        threads.forEach(Thread::start);
    }

    private Thread thread(int id, Random random) {
        History.Client<Long, Long> record = history.client();
        return new Thread(() -> run(record, random), "counter-client-" + id);
    }

    private void run(History.Client<Long, Long> record, Random random) {
        try (var client = new CounterClient(cluster.clients(), PATIENCE)) {
            while (!over) {
                // A read, or one of three summands: many calls without an answer that ask the same
                // are judged quickly, as it does not matter which of them was done.
                call(client, record, random.nextInt(4));
                LockSupport.parkNanos(random.nextInt(40_000_000)); // the pace of the load
            }
        }
    }

    private void call(CounterClient client, History.Client<Long, Long> record, long summand) {
        record.invoke(summand);
        try {
            record.ok(client.add(summand));
            answered.incrementAndGet();
            added.addAndGet(summand);
        } catch (NotPrimaryException notDone) {
            record.fail();
        } catch (OutcomeUnknownException unknown) {
            record.unknown();
            perhaps.addAndGet(summand);
        }
    }

    /** How many calls were answered so far. */
    int answered() {
        return answered.get();
    }

    /** The sum of all that was acknowledged. */
    long added() {
        return added.get();
    }

    /** The sum of all of which nobody knows. */
    long perhaps() {
        return perhaps.get();
    }

    /** No more calls; returns what was seen. */
    List<Operation<Long, Long>> stop() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        return history.operations();
    }
}
