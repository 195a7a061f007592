package labs.zookeeper.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import labs.kit.bench.Artifact;
import labs.kit.bench.Bench;
import labs.kit.bench.Series;
import labs.zookeeper.lock.Mutex;
import labs.zookeeper.tree.Session;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;

/** Our mutex beside Curator's: alone, and eight clients at once, each with a session of its own. */
final class LockRounds {
    private static final int ROUNDS = 5;
    private static final int CLIENTS = 8;
    private static final Duration TIME = Duration.ofSeconds(2);
    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final String CURATOR =
            "InterProcessMutex of Curator " + Artifact.version(InterProcessMutex.class);

    /** A lock as both have it. */
    private interface Lock {
        void acquire() throws Exception; // as Curator has it

        void release() throws Exception;
    }

    private final String servers;
    private final Series alone =
            new Series("lock-alone", "acquire and release, nobody else wants it", "locks/s", true);
    private final Series contended =
            new Series("lock-8", "acquire and release, 8 clients want it", "locks/s", true);

    LockRounds(String servers) {
        this.servers = servers;
    }

    List<Series> run() throws Exception {
        var sessions = new ArrayList<Session>();
        var clients = new ArrayList<CuratorFramework>();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (int i = 0; i < CLIENTS; i++) {
                sessions.add(BenchClients.session(servers, SESSION));
                clients.add(BenchClients.curator(servers, SESSION));
            }
            List<Lock> ours = sessions.stream().map(LockRounds::ours).toList();
            List<Lock> curators = clients.stream().map(LockRounds::curators).toList();
            for (int round = -1; round < ROUNDS; round++) {
                measure(threads, round, ours, curators);
            }
        } finally {
            threads.shutdown();
            sessions.forEach(Session::close);
            clients.forEach(CuratorFramework::close);
        }
        alone.ratio(ZooKeeperBench.OURS, CURATOR, 1);
        contended.ratio(ZooKeeperBench.OURS, CURATOR, 1);
        return List.of(alone, contended);
    }

    private void measure(ExecutorService threads, int round, List<Lock> ours, List<Lock> curators)
            throws InterruptedException, ExecutionException {
        add(round, alone, ZooKeeperBench.OURS, rate(threads, ours.subList(0, 1)));
        add(round, alone, CURATOR, rate(threads, curators.subList(0, 1)));
        add(round, contended, ZooKeeperBench.OURS, rate(threads, ours));
        add(round, contended, CURATOR, rate(threads, curators));
    }

    private static void add(int round, Series series, String system, double rate) {
        System.out.printf("%-9s %s, %s: %.0f locks/s%n", Bench.label(round), series, system, rate);
        if (round >= 0) {
            series.add(system, rate);
        }
    }

    private static Lock ours(Session session) {
        var mutex = new Mutex(session, "/bench-lock-ours");
        return new Lock() {
            @Override
            public void acquire() throws InterruptedException {
                mutex.acquire();
            }

            @Override
            public void release() {
                mutex.release();
            }
        };
    }

    private static Lock curators(CuratorFramework client) {
        var mutex = new InterProcessMutex(client, "/bench-lock-curator");
        return new Lock() {
            @Override
            public void acquire() throws Exception {
                mutex.acquire();
            }

            @Override
            public void release() throws Exception {
                mutex.release();
            }
        };
    }

    /** A number that only the lock protects: each holder adds one, in two steps. */
    private static final class Unprotected {
        private volatile long value;

        void increment() {
            long before = value;
            Thread.onSpinWait();
            value = before + 1;
        }
    }

    private static double rate(ExecutorService threads, List<Lock> locks)
            throws InterruptedException, ExecutionException {
        var protectedByLock = new Unprotected();
        long start = System.nanoTime();
        long end = start + TIME.toNanos();
        var tasks = new ArrayList<Callable<Long>>();
        locks.forEach(lock -> tasks.add(() -> holdUntil(end, lock, protectedByLock)));
        long times = 0;
        for (Future<Long> each : threads.invokeAll(tasks)) {
            times += each.get();
        }
        if (protectedByLock.value != times) {
            throw new IllegalStateException(
                    "held " + times + " times, and counted " + protectedByLock.value);
        }
        return times / ((System.nanoTime() - start) / 1e9);
    }

    private static long holdUntil(long end, Lock lock, Unprotected counter) throws Exception {
        long times = 0;
        while (System.nanoTime() - end < 0) {
            lock.acquire();
            counter.increment();
            lock.release();
            times++;
        }
        return times;
    }
}
