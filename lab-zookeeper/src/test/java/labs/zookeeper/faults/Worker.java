package labs.zookeeper.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import labs.kit.history.History;
import labs.kit.linear.Models.RegisterCall;
import labs.zookeeper.config.ConfigException;
import labs.zookeeper.config.ConfigPublisher;
import labs.zookeeper.config.ConfigWatcher;
import labs.zookeeper.config.NodeReader;
import labs.zookeeper.curator.Curators;
import labs.zookeeper.lock.FencingToken;
import labs.zookeeper.lock.LostLockException;
import labs.zookeeper.lock.Mutex;
import labs.zookeeper.lock.StaleTokenException;
import labs.zookeeper.recipes.RecipeException;
import labs.zookeeper.recipes.SharedCounter;
import labs.zookeeper.tree.NotConnectedException;
import labs.zookeeper.tree.OutcomeUnknownException;
import labs.zookeeper.tree.Session;
import labs.zookeeper.tree.Tree;
import labs.zookeeper.tree.TreeException;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/** One client with sessions of its own, which uses everything in turn. Confined to its thread. */
final class Worker implements AutoCloseable {
    private static final Duration SESSION = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofSeconds(30);
    static final String REGISTER = "/register";
    private static final String TURN = "/turn";

    /** What all workers write into. */
    record Notes(
            History<Long, Long> counter,
            History<RegisterCall, Long> register,
            Holds holds,
            Configs configs,
            AtomicLong values) {
        static Notes fresh() {
            return new Notes(
                    new History<>(), new History<>(), new Holds(), new Configs(), new AtomicLong());
        }
    }

    private final Random random;
    private final Notes notes;
    private final History.Client<Long, Long> counted;
    private final History.Client<RegisterCall, Long> registered;
    private final Session session;
    private final CuratorFramework client;
    private final SharedCounter counter;
    private final Tree tree;
    private final Mutex mutex;
    private final ConfigPublisher publisher;
    private final ConfigWatcher watcher;

    private record Read(long value, int version) {}

    Worker(String servers, Notes notes, Random random) throws InterruptedException {
        this.random = random;
        this.notes = notes;
        this.counted = notes.counter().client();
        this.registered = notes.register().client();
        this.session = Session.connect(servers, SESSION, PATIENCE);
        this.client = Curators.connect(servers, SESSION);
        this.counter = new SharedCounter(client, "/counter", PATIENCE);
        this.tree = new Tree(session);
        this.mutex = new Mutex(session, "/mutex");
        this.publisher = new ConfigPublisher(client, "/config", Configs.SCHEMA, 10_000);
        this.watcher =
                new ConfigWatcher(
                        NodeReader.over(client),
                        "/config",
                        Configs.SCHEMA,
                        notes.configs().watch());
        this.watcher.start();
    }

    ZooKeeper handle() {
        return session.zooKeeper();
    }

    /** What every worker finds there. */
    static void prepare(String servers) throws InterruptedException {
        try (var first = Session.connect(servers, LONG, LONG)) {
            new Tree(first).create(REGISTER, "0".getBytes(UTF_8));
            new Tree(first).create(TURN, new byte[0]);
            new Tree(first).create("/config", new byte[0]);
        }
    }

    void workUntil(long end) throws InterruptedException {
        while (System.nanoTime() - end < 0) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> count();
                case 3, 4, 5 -> register();
                case 6 -> hold();
                default -> configure();
            }
            LockSupport.parkNanos(random.nextInt(30_000_000)); // the pace of the load
        }
    }

    private void count() throws InterruptedException {
        long summand = random.nextInt(3);
        counted.invoke(summand);
        try {
            counted.ok(counter.addAndGet(summand));
        } catch (RecipeException.OutcomeUnknown unknown) {
            counted.unknown();
        } catch (RecipeException notDone) {
            counted.fail();
        }
    }

    /** Reads, and mostly tries to swap what it read for a number that nobody else writes. */
    private void register() throws InterruptedException {
        Optional<Read> read = read();
        if (read.isEmpty() || random.nextInt(3) == 0) {
            return;
        }
        long value = notes.values().incrementAndGet();
        registered.invoke(new RegisterCall.CompareAndSet(read.get().value(), value));
        try {
            byte[] bytes = Long.toString(value).getBytes(UTF_8);
            boolean swapped = tree.compareAndSet(REGISTER, bytes, read.get().version()).isPresent();
            registered.ok(swapped ? 1L : 0L);
        } catch (OutcomeUnknownException | NotConnectedException unknown) {
            registered.unknown();
        } catch (TreeException e) {
            if (e.code() != Code.SESSIONEXPIRED && e.code() != Code.CONNECTIONLOSS) {
                throw e;
            }
            registered.unknown();
        }
    }

    private Optional<Read> read() throws InterruptedException {
        registered.invoke(new RegisterCall.Read());
        try {
            Read read = readLatest(session.zooKeeper());
            registered.ok(read.value());
            return Optional.of(read);
        } catch (KeeperException | TimeoutException noAnswer) {
            registered.fail(); // a read that nobody heard of changed nothing
            return Optional.empty();
        }
    }

    /**
     * A write that a majority has to confirm, and right behind it, on the same connection, the
     * read: the server has then applied all that was committed before. ZooKeeper's {@code sync}
     * costs less, but no majority is asked: a leader that has been deposed and does not know yet
     * answers it, too.
     */
    private static Read readLatest(ZooKeeper handle)
            throws KeeperException, TimeoutException, InterruptedException {
        var written = new CompletableFuture<Code>();
        var read = new CompletableFuture<Read>();
        handle.setData(
                TURN,
                new byte[0],
                -1,
                (code, path, context, stat) -> written.complete(Code.get(code)),
                null);
        handle.getData(
                REGISTER,
                false,
                (int code, String path, Object context, byte[] data, Stat stat) -> {
                    if (code == Code.OK.intValue()) {
                        long value = Long.parseLong(new String(data, UTF_8));
                        read.complete(new Read(value, stat.getVersion()));
                    } else {
                        read.completeExceptionally(KeeperException.create(Code.get(code)));
                    }
                },
                null);
        try {
            Code code = written.get(LONG.toSeconds(), TimeUnit.SECONDS);
            Read value = read.get(LONG.toSeconds(), TimeUnit.SECONDS);
            if (code != Code.OK) {
                throw KeeperException.create(code);
            }
            return value;
        } catch (ExecutionException e) {
            throw (KeeperException) e.getCause();
        }
    }

    private void hold() throws InterruptedException {
        long asked = System.nanoTime();
        ZooKeeper handle = session.zooKeeper(); // an older one than the hold's counts as lost
        Optional<FencingToken> token;
        try {
            token = mutex.tryAcquire(Duration.ofSeconds(1));
        } catch (TreeException cutOff) {
            return; // nobody holds it for that
        }
        if (token.isEmpty()) {
            return;
        }
        long got = System.nanoTime();
        try {
            notes.holds().useStore(token.get());
            LockSupport.parkNanos(random.nextInt(random.nextInt(3) == 0 ? 400_000_000 : 5_000_000));
        } catch (StaleTokenException refused) {
            notes.holds().countRefusal();
        } finally {
            release(handle, token.get(), asked, got);
        }
    }

    private void release(ZooKeeper handle, FencingToken token, long asked, long got)
            throws InterruptedException {
        long releasing = System.nanoTime();
        try {
            mutex.release();
            long released = System.nanoTime();
            if (livesOn(handle)) {
                notes.holds().held(token, asked, got, releasing, released);
                return;
            }
        } catch (LostLockException lost) {
            // It says itself what livesOn would have found out.
        }
        notes.holds().lost(token, asked, got);
    }

    /**
     * Whether that session had not expired until now. Only then was the lock held until it was
     * released: a session that is over may have a client that has not heard of it, and that is what
     * fencing tokens are for. A write: it is the leader who knows.
     */
    private static boolean livesOn(ZooKeeper handle) throws InterruptedException {
        try {
            handle.setData(TURN, new byte[0], -1);
            return true;
        } catch (KeeperException nobodyKnows) {
            return false;
        }
    }

    private void configure() throws InterruptedException {
        try {
            long expected = publisher.current().version();
            String value = "v" + notes.values().incrementAndGet();
            long version =
                    publisher.publish(expected, Configs.values(value), "worker", "").version();
            notes.configs().acknowledged(version, value);
        } catch (ConfigException notKnownToBeDone) {
            notes.configs().countFailure();
        }
    }

    @Override
    public void close() {
        watcher.close();
        client.close();
        session.close();
    }
}
