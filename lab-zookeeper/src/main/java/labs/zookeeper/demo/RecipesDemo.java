package labs.zookeeper.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import labs.cluster.zookeeper.Ensemble;
import labs.zookeeper.curator.Curators;
import labs.zookeeper.recipes.ClaimQueue;
import labs.zookeeper.recipes.Counter;
import labs.zookeeper.recipes.DeleteQueue;
import labs.zookeeper.recipes.DoubleBarrier;
import labs.zookeeper.recipes.LeasedCounter;
import labs.zookeeper.recipes.SharedCounter;
import labs.zookeeper.recipes.WorkQueue;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.barriers.DistributedDoubleBarrier;
import org.apache.curator.framework.recipes.queue.SimpleDistributedQueue;
import org.apache.curator.retry.RetryNTimes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what the recipes cost, beside Curator's and beside plain memory. */
@Command(
        name = "recipes",
        sortOptions = false,
        usageHelpWidth = 100,
        description = {
            "Measure counters, queues and barriers on an ensemble of three, beside Curator's and",
            "beside plain memory. LAB_ZOOKEEPER=host:port uses a running ensemble.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all went well",
            "1:something did not",
            "2:wrong arguments",
            "130:stopped by Ctrl-C"
        })
public final class RecipesDemo implements Callable<Integer> {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int CLIENTS = 8;

    @Option(
            names = "--millis",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How long each measurement takes. Default: ${DEFAULT-VALUE}.")
    private int millis;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    private final DemoScreen screen = new DemoScreen();
    private final List<CuratorFramework> clients = new ArrayList<>();
    private final String root = "/lab-recipes-" + ProcessHandle.current().pid();

    public static void main(String[] args) {
        System.exit(DemoScreen.execute(new RecipesDemo(), args));
    }

    @Override
    public Integer call() throws Exception {
        if (millis < 100) {
            System.err.println("--millis must be at least 100, and not " + millis + ".");
            return 2;
        }
        screen.event("starting ZooKeeper");
        try (var ensemble = Ensemble.fromEnvironmentOr(3)) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Curators.connect(ensemble.connectString(), LONG));
            }
            try {
                for (CuratorFramework client : clients) {
                    Curators.call(() -> client.checkExists().forPath("/")); // connected
                }
                measure();
            } finally {
                Curators.call(
                        () ->
                                clients.get(0)
                                        .delete()
                                        .quietly()
                                        .deletingChildrenIfNeeded()
                                        .forPath(root));
                clients.forEach(CuratorFramework::close);
            }
        }
        return 0;
    }

    private void measure() throws Exception {
        screen.heading("Counters, increments a second       1 client   8 clients");
        var memory = new AtomicLong();
        counter("AtomicLong, in memory", client -> memory::incrementAndGet);
        counter("LeasedCounter, blocks of 1,000", this::leased);
        counter("SharedCounter", client -> new SharedCounter(client, root + "/shared", LONG));
        counter("Curator's DistributedAtomicLong", this::curatorsCounter);

        screen.heading("Queues, items a second                   put        take, 1 consumer");
        queue("DeleteQueue", client -> new DeleteQueue(client, root + "/deleted"));
        queue("ClaimQueue", client -> new ClaimQueue(client, root + "/claimed"));
        queue(
                "Curator's SimpleDistributedQueue",
                client ->
                        new CuratorsQueue(new SimpleDistributedQueue(client, root + "/curators")));

        children();

        screen.heading("Barriers, 8 members, enter and leave      rounds/s");
        barrier("DoubleBarrier", this::ours);
        barrier("Curator's DistributedDoubleBarrier", this::curators);
    }

    /** Runs one round of one member. */
    private interface Round {
        boolean run(int number) throws InterruptedException;
    }

    // A new path for each round: used again at once on the same one, Curator's may hang, since a
    // fast member can come back before the last round is tidied up.
    private Round ours(CuratorFramework client) {
        return number -> {
            var barrier = new DoubleBarrier(client, root + "/ours-" + number, CLIENTS);
            return barrier.enter(LONG) && barrier.leave(LONG);
        };
    }

    private Round curators(CuratorFramework client) {
        return number -> {
            var barrier = new DistributedDoubleBarrier(client, root + "/theirs-" + number, CLIENTS);
            return run(() -> barrier.enter(30, TimeUnit.SECONDS))
                    && run(() -> barrier.leave(30, TimeUnit.SECONDS));
        };
    }

    private interface Make<T> {
        T with(CuratorFramework client);
    }

    private Counter leased(CuratorFramework client) {
        return new LeasedCounter(new SharedCounter(client, root + "/leased", LONG), 1_000);
    }

    private Counter curatorsCounter(CuratorFramework client) {
        var number =
                new DistributedAtomicLong(client, root + "/atomic", new RetryNTimes(10_000, 1));
        return () -> run(() -> number.increment().postValue());
    }

    private static <T> T run(Curators.Call<T> call) throws InterruptedException {
        try {
            return Curators.call(call);
        } catch (org.apache.zookeeper.KeeperException e) {
            throw new IllegalStateException("ZooKeeper did not do it: " + e.getMessage(), e);
        }
    }

    private void counter(String name, Make<Counter> make) throws Exception {
        double alone = rate(1, make);
        double together = rate(CLIENTS, make);
        screen.line("%-32s %,12.0f %,11.0f", name, alone, together);
    }

    /** Increments a second, all clients together. */
    private double rate(int count, Make<Counter> make) throws Exception {
        var threads = Executors.newFixedThreadPool(count);
        try {
            long start = System.nanoTime();
            long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
            var jobs = new ArrayList<Future<Long>>();
            for (CuratorFramework client : clients.subList(0, count)) {
                Counter counter = make.with(client);
                jobs.add(threads.submit(() -> increments(counter, end)));
            }
            long sum = 0;
            for (Future<Long> each : jobs) {
                sum += each.get();
            }
            return sum * 1e9 / (System.nanoTime() - start);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long increments(Counter counter, long end) throws InterruptedException {
        long count = 0;
        while (System.nanoTime() - end < 0) {
            counter.next();
            count++;
        }
        return count;
    }

    private record CuratorsQueue(SimpleDistributedQueue queue) implements WorkQueue {
        @Override
        public void put(byte[] item) throws InterruptedException {
            run(() -> queue.offer(item));
        }

        @Override
        public Optional<Claim> take(Duration timeout) throws InterruptedException {
            byte[] item = run(() -> queue.poll(timeout.toMillis(), TimeUnit.MILLISECONDS));
            return Optional.ofNullable(item).map(Taken::new);
        }
    }

    private record Taken(byte[] item) implements WorkQueue.Claim {
        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public void done() {}

        @Override
        public void giveBack() {
            throw new UnsupportedOperationException("it was deleted");
        }
    }

    private void queue(String name, Make<WorkQueue> make) throws Exception {
        WorkQueue queue = make.with(clients.get(0));
        byte[] item = new byte[100];
        int items = 0;
        long start = System.nanoTime();
        for (; DemoScreen.millisSince(start) < millis; items++) {
            queue.put(item);
        }
        double put = items * 1e3 / DemoScreen.millisSince(start);
        start = System.nanoTime();
        int taken = 0;
        for (; taken < items && DemoScreen.millisSince(start) < 2.0 * millis; taken++) {
            queue.take(LONG).orElseThrow().done();
        }
        double take = taken * 1e3 / DemoScreen.millisSince(start);
        screen.line("%-32s %,12.0f %,11.0f", name, put, take);
    }

    private void children() throws Exception {
        screen.heading("One getChildren: what every consumer of a queue does for every item");
        CuratorFramework client = clients.get(0);
        String path = root + "/children";
        int there = 0;
        for (int count : new int[] {100, 1_000, 10_000}) {
            add(client, path, there, count);
            there = count;
            int rounds = 20;
            long start = System.nanoTime();
            long bytes = 0;
            for (int i = 0; i < rounds; i++) {
                List<String> names = run(() -> client.getChildren().forPath(path));
                bytes = names.stream().mapToLong(name -> name.length() + 4).sum();
            }
            screen.line(
                    "%,7d children %10.2f ms %,10d bytes",
                    count, DemoScreen.millisSince(start) / rounds, bytes);
        }
    }

    private static void add(CuratorFramework client, String path, int from, int to)
            throws InterruptedException {
        run(() -> client.create().orSetData().creatingParentsIfNeeded().forPath(path));
        for (int i = from; i < to; i += 500) {
            var operations =
                    new ArrayList<org.apache.curator.framework.api.transaction.CuratorOp>();
            for (int j = i; j < Math.min(to, i + 500); j++) {
                String node = String.format("%s/item-%010d", path, j);
                operations.add(run(() -> client.transactionOp().create().forPath(node)));
            }
            run(() -> client.transaction().forOperations(operations));
        }
    }

    private void barrier(String name, Make<Round> make) throws Exception {
        int rounds = Math.max(5, millis / 50);
        var threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            long start = System.nanoTime();
            var jobs = new ArrayList<Future<?>>();
            for (CuratorFramework client : clients) {
                Round round = make.with(client);
                jobs.add(
                        threads.submit(
                                () -> {
                                    for (int i = 0; i < rounds; i++) {
                                        if (!round.run(i)) {
                                            throw new IllegalStateException(name + " hangs");
                                        }
                                    }
                                    return null;
                                }));
            }
            for (Future<?> each : jobs) {
                each.get();
            }
            screen.line("%-36s %,12.1f", name, rounds * 1e3 / DemoScreen.millisSince(start));
        } finally {
            threads.shutdownNow();
        }
    }
}
