package labs.mq.shop.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import labs.cluster.FileTrees;
import labs.cluster.kafka.KafkaCluster;
import labs.mq.shop.Catalogue;
import labs.mq.shop.OrderGenerator;
import labs.mq.shop.ShopTopics;
import labs.mq.shop.Verdict;
import labs.mq.shop.audit.Books;
import labs.mq.shop.audit.BooksReader;

/**
 * A shop from its opening to its last order: the topics, the workers in processes of their own, the
 * orders, and what is killed meanwhile. For one thread; {@link #close} may be called by another,
 * and kills the workers and deletes what they had on disk.
 */
public final class ShopRun implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(90);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static final AtomicInteger LAST = new AtomicInteger();

    private final KafkaCluster cluster;
    private final ShopPlan plan;
    private final ShopWatcher watcher;
    private final Catalogue catalogue;
    private final ShopTopics topics;
    private final ShopCluster admin;
    private final Path directory;
    private final List<WorkerProcess> workers;
    private final Chaos chaos;
    private final Books books; // as far as they were read while the shop ran
    private final long opening;
    private String lastEvent = "";
    private Lag lag = Lag.NONE;
    private long lagAt;
    private double perSecond;
    private long rateAt;
    private long rateEnded;
    private volatile boolean isClosed;

    public ShopRun(KafkaCluster cluster, ShopPlan plan, ShopWatcher watcher) {
        this.cluster = cluster;
        this.plan = plan;
        this.watcher = watcher;
        this.catalogue = new Catalogue(plan.orders(), plan.seed());
        this.topics =
                new ShopTopics(
                        "shop-" + ProcessHandle.current().pid() + "-" + LAST.incrementAndGet());
        this.admin = new ShopCluster(cluster.bootstrapServers(), topics);
        this.directory = temporaryDirectory();
        this.workers = IntStream.range(0, plan.workers()).mapToObj(this::worker).toList();
        this.chaos = new Chaos(cluster, workers, plan, this::event);
        this.books = new Books(catalogue);
        this.opening = books.balances();
    }

    private WorkerProcess worker(int number) {
        return new WorkerProcess(
                number,
                directory.resolve("worker-" + number + ".log"),
                plan.isShort(),
                List.of(
                        cluster.bootstrapServers(),
                        topics.application(),
                        Integer.toString(number),
                        Integer.toString(plan.threads()),
                        directory.toString(),
                        Integer.toString(plan.orders()),
                        Long.toString(plan.seed()),
                        Long.toString(plan.commitInterval().toMillis())));
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("lab-shop-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory for the workers' state", e);
        }
    }

    /**
     * Opens the shop, and returns when each order has ended and was told about, and the figures
     * have caught up.
     *
     * @throws IllegalStateException if nothing goes on any more; it says what is missing
     */
    public void run() throws InterruptedException {
        admin.createTopics();
        workers.forEach(WorkerProcess::start);
        await("the workers to make their topics", admin::isComplete);
        event(workers.size() + " workers of " + plan.threads() + " threads have opened the shop");
        long start = System.currentTimeMillis() - OrderGenerator.HOUR;
        var generator = new OrderGenerator(catalogue, start);
        String servers = cluster.bootstrapServers();
        try (var reader = new BooksReader(servers, topics, books);
                var feed = new OrderFeed(servers, topics, generator, plan.orders(), plan.rate())) {
            feed.start();
            watch(feed, reader);
        }
    }

    private void watch(OrderFeed feed, BooksReader reader) throws InterruptedException {
        long start = System.nanoTime();
        long alive = start;
        long told = start;
        while (!isThrough()) {
            if (isClosed) {
                throw new IllegalStateException("the shop was closed before its last order");
            }
            feed.check();
            if (reader.poll(Duration.ofMillis(50)) > 0) {
                alive = System.nanoTime();
            }
            chaos.step(books.outcomeCount());
            requireAlive();
            if (System.nanoTime() - alive > PATIENCE) {
                throw stuck(progress(start, feed));
            }
            if (System.nanoTime() - told > SECOND / 5) {
                told = System.nanoTime();
                watcher.progress(progress(start, feed));
            }
        }
        watcher.progress(progress(start, feed));
    }

    private boolean isThrough() {
        return books.outcomeCount() >= plan.orders()
                && books.noticeCount() >= plan.orders()
                && books.counted() >= books.earned()
                && chaos.killed() >= plan.kills();
    }

    private void requireAlive() {
        for (WorkerProcess worker : workers) {
            if (!worker.isAlive() && !chaos.hasKilled(worker)) {
                throw new IllegalStateException(worker + " ended by itself:\n" + worker.tail());
            }
        }
    }

    private IllegalStateException stuck(Progress at) {
        return new IllegalStateException(
                "nothing has happened for %d s: %d of %d orders have ended, %d notices\n%s"
                        .formatted(
                                TimeUnit.NANOSECONDS.toSeconds(PATIENCE),
                                at.ended(),
                                at.orders(),
                                at.notices(),
                                logs()));
    }

    private String logs() {
        return workers.stream()
                .map(worker -> worker + ":\n" + worker.tail())
                .collect(Collectors.joining("\n"));
    }

    private Progress progress(long start, OrderFeed feed) throws InterruptedException {
        long now = System.nanoTime();
        measure(now);
        if (now - lagAt > SECOND) {
            lag = admin.lag().orElse(lag);
            lagAt = System.nanoTime();
        }
        return new Progress(
                (now - start) / 1e9,
                plan.orders(),
                feed.sent(),
                feed.repeated(),
                books.count(Verdict.DELIVERED),
                books.count(Verdict.REFUNDED),
                books.count(Verdict.UNPAID),
                books.noticeCount(),
                perSecond,
                lag,
                books.balances(),
                books.earned(),
                opening - books.balances() - books.earned(),
                books.counted(),
                books.stock(),
                chaos.killed(),
                lastEvent);
    }

    private void measure(long now) {
        if (rateAt == 0 || now - rateAt > SECOND) {
            long ended = books.outcomeCount();
            perSecond = rateAt == 0 ? 0 : (ended - rateEnded) * 1e9 / (now - rateAt);
            rateAt = now;
            rateEnded = ended;
        }
    }

    /** Reads all that was committed, from the first record on, into new books. */
    public Books readBooks() {
        var all = new Books(catalogue);
        try (var reader = new BooksReader(cluster.bootstrapServers(), topics, all)) {
            reader.readToEnd();
        }
        return all;
    }

    /** How many workers were killed. */
    public int workersKilled() {
        return chaos.killed() - chaos.brokersKilled();
    }

    /** How many brokers were killed. */
    public int brokersKilled() {
        return chaos.brokersKilled();
    }

    /** The names of the shop's topics. */
    public ShopTopics topics() {
        return topics;
    }

    private void event(String what) {
        lastEvent = what;
        watcher.event(what);
    }

    private interface Condition {
        boolean holds() throws InterruptedException;
    }

    private void await(String what, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE;
        while (!condition.holds()) {
            requireAlive();
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("waited in vain for " + what + "\n" + logs());
            }
            Thread.sleep(50); // what we wait for happens in other processes
        }
    }

    /** Deletes the shop's topics: for a cluster that lives on. */
    public void deleteTopics() throws InterruptedException {
        workers.forEach(WorkerProcess::close);
        admin.deleteTopics();
    }

    @Override
    public void close() {
        isClosed = true;
        workers.forEach(WorkerProcess::close);
        admin.close();
        try {
            FileTrees.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
