package labs.zookeeper.config;

import static labs.zookeeper.curator.Curators.call;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import labs.zookeeper.config.ConfigStore.Head;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;

/**
 * Publishes snapshots: whole, valid, and each on top of the one that its publisher has seen.
 * Thread-safe.
 *
 * <p>Its methods throw {@link ConfigException} as its subclasses say.
 */
public final class ConfigPublisher {
    /** The largest body; more does not belong into a store that every server keeps in memory. */
    static final int LARGEST = 8 * 1024 * 1024;

    private static final Duration ABANDONED = Duration.ofHours(1);

    private final ConfigStore store;
    private final Schema schema;
    private final int keep;
    private final Clock clock;
    private final Duration abandoned;

    /**
     * @param client started; its connect string's chroot must exist
     * @param root below which everything lies; is made if it is not there
     * @param keep how many versions stay, at least 1
     */
    public ConfigPublisher(CuratorFramework client, String root, Schema schema, int keep) {
        this(client, root, schema, keep, Clock.systemUTC(), ABANDONED);
    }

    /**
     * @param abandoned the age at which a body that no version names counts as left behind by a
     *     publisher that died; longer than any publication takes
     */
    ConfigPublisher(
            CuratorFramework client,
            String root,
            Schema schema,
            int keep,
            Clock clock,
            Duration abandoned) {
        if (keep < 1) {
            throw new IllegalArgumentException("keep must be at least 1, and not " + keep);
        }
        this.store = new ConfigStore(client, root);
        this.schema = schema;
        this.keep = keep;
        this.clock = clock;
        this.abandoned = abandoned;
    }

    /**
     * Publishes these values as the version after {@code expected}. Clients see all of it or
     * nothing.
     *
     * @param expected the version on which the values are based; 0 when nothing was published yet
     * @throws ConfigException.Invalid when values break the schema; it names them all
     * @throws ConfigException.Conflict when {@code expected} is not current any more
     * @throws ConfigException.TooLarge above 8 MB
     * @throws ConfigException.Denied when the access list forbids it
     * @throws ConfigException.Unavailable when ZooKeeper is away, or the chroot missing
     * @throws ConfigException.OutcomeUnknown when the connection was lost in the middle
     */
    public Snapshot publish(long expected, Map<String, String> values, String who, String comment)
            throws InterruptedException {
        // BEGIN SOLUTION
        List<Problem> problems = schema.problems(values);
        if (!problems.isEmpty()) {
            throw new ConfigException.Invalid(problems);
        }
        byte[] body = EntryCodec.body(values);
        if (body.length > LARGEST) {
            throw new ConfigException.TooLarge(body.length, LARGEST);
        }
        Head head = headAt(expected);
        Entry entry = EntryCodec.entry(revision(head, who, comment), body);
        prepare(entry, body);
        flip(head, entry);
        removeOldVersions(entry.version());
        return EntryCodec.snapshot(entry, body);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-5: see README, part 5");
    }

    /** The revision after the head: later than it, also when our clock is behind. */
    private Revision revision(Head head, String who, String comment) {
        Revision before = head.entry().revision();
        Instant next = before.when().plusMillis(1);
        Instant now = clock.instant();
        return new Revision(
                before.version() + 1,
                UUID.randomUUID().toString(),
                now.isAfter(next) ? now : next,
                who,
                comment);
    }

    // BEGIN SOLUTION
    /** What the publisher has seen, if that is still current. */
    private Head headAt(long expected) throws InterruptedException {
        Head head = read(store::headOrNew);
        if (head.entry().version() != expected) {
            throw new ConfigException.Conflict(expected, head.entry().revision());
        }
        return head;
    }

    /** All that nobody can see yet. */
    private void prepare(Entry entry, byte[] body) throws InterruptedException {
        try {
            if (!entry.isInline()) {
                writeChunks(entry, body); // before anything names them
            }
        } catch (KeeperException e) {
            throw failure(e);
        }
    }

    private void writeChunks(Entry entry, byte[] body)
            throws KeeperException, InterruptedException {
        for (int i = 0; i < entry.chunks(); i++) {
            int from = i * EntryCodec.CHUNK;
            byte[] chunk =
                    Arrays.copyOfRange(body, from, Math.min(body.length, from + EntryCodec.CHUNK));
            String path = store.chunk(entry.revision().id(), i);
            call(
                    () ->
                            store.client()
                                    .create()
                                    .orSetData()
                                    .creatingParentsIfNeeded()
                                    .forPath(path, chunk));
        }
    }

    /** From here on all see it: the pointer and the history change together, or not at all. */
    private void flip(Head head, Entry entry) throws InterruptedException {
        byte[] bytes = EntryCodec.encode(entry);
        CuratorFramework client = store.client();
        try {
            CuratorOp pointer =
                    call(
                            () ->
                                    client.transactionOp()
                                            .setData()
                                            .withVersion(head.znodeVersion())
                                            .forPath(store.current(), bytes));
            CuratorOp history =
                    call(
                            () ->
                                    client.transactionOp()
                                            .create()
                                            .forPath(store.version(entry.version()), bytes));
            call(() -> client.transaction().forOperations(pointer, history));
        } catch (KeeperException e) {
            settle(entry, e);
        }
    }

    /**
     * Curator repeats what a lost connection interrupted, and if the first attempt was the one that
     * worked, the second finds a version that it did not expect: our own.
     */
    private void settle(Entry entry, KeeperException failure) throws InterruptedException {
        if (failure instanceof KeeperException.NoAuthException) {
            throw failure(failure);
        }
        try {
            // First the sync: the server that we are with now may lag behind.
            call(() -> store.client().sync().forPath(store.current()));
            if (store.entry(entry.version()).revision().id().equals(entry.revision().id())) {
                return;
            }
            throw new ConfigException.Conflict(
                    entry.version() - 1, store.head().entry().revision());
        } catch (KeeperException e) {
            // Not there, or not any more; or nobody to ask.
            throw new ConfigException.OutcomeUnknown(entry.version(), failure);
        }
    }

    /** Keeps the last versions. What is not removed now, the next publication removes. */
    private void removeOldVersions(long newest) throws InterruptedException {
        try {
            for (String name : store.children(store.versions())) {
                if (Long.parseLong(name) <= newest - keep) {
                    delete(store.versions() + "/" + name);
                }
            }
            removeOrphans();
        } catch (KeeperException e) {
            // The version stands; a failure to tidy up after it must not say that it does not.
        }
    }

    private void removeOrphans() throws KeeperException, InterruptedException {
        var named = new ArrayList<String>();
        for (String version : store.children(store.versions())) {
            named.add(store.entry(Long.parseLong(version)).revision().id());
        }
        long now = store.head().modified(); // the servers' clock, as the times of the bodies are
        for (String id : store.children(store.blobs())) {
            String path = store.blobs() + "/" + id;
            var stat = call(() -> store.client().checkExists().forPath(path));
            // A body that no version names may still be on its way to be named.
            boolean old = stat != null && now - stat.getCtime() >= abandoned.toMillis();
            if (old && !named.contains(id)) {
                delete(path);
            }
        }
    }

    private void delete(String path) throws KeeperException, InterruptedException {
        call(() -> store.client().delete().quietly().deletingChildrenIfNeeded().forPath(path));
    }

    // END SOLUTION
    /**
     * Publishes the values of an old version once more, as the version after {@code expected}: the
     * history goes on, and nothing of it is rewritten.
     *
     * @throws ConfigException.Unavailable when that version is not kept any more
     */
    public Snapshot rollback(long to, long expected, String who, String comment)
            throws InterruptedException {
        // BEGIN SOLUTION
        return publish(expected, read(to).values(), who, comment);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-5: see README, part 5");
    }

    /** The current snapshot; version 0, without values, when nothing was published. */
    public Snapshot current() throws InterruptedException {
        return read(() -> store.snapshot(store.headOrNew().entry()));
    }

    /**
     * A version that is still kept.
     *
     * @throws ConfigException.Unavailable when it is not
     */
    public Snapshot read(long version) throws InterruptedException {
        try {
            return store.snapshot(store.entry(version));
        } catch (KeeperException.NoNodeException e) {
            throw new ConfigException.Unavailable("version " + version + " is not kept", e);
        } catch (KeeperException e) {
            throw failure(e);
        }
    }

    /** The versions that are kept, the oldest first. */
    public List<Revision> history() throws InterruptedException {
        return read(
                () -> {
                    store.headOrNew(); // there is a tree, if an empty one
                    var revisions = new ArrayList<Revision>();
                    for (String name : store.children(store.versions())) {
                        revisions.add(store.entry(Long.parseLong(name)).revision());
                    }
                    return List.copyOf(revisions);
                });
    }

    private interface Reading<T> {
        T run() throws KeeperException, InterruptedException;
    }

    private static <T> T read(Reading<T> reading) throws InterruptedException {
        try {
            return reading.run();
        } catch (KeeperException e) {
            throw failure(e);
        }
    }

    private static ConfigException failure(KeeperException e) {
        return switch (e.code()) {
            case NOAUTH -> new ConfigException.Denied("this at " + e.getPath(), e);
            case NONODE ->
                    new ConfigException.Unavailable(
                            "there is no "
                                    + e.getPath()
                                    + ": does the chroot of the connect string exist?",
                            e);
            default ->
                    new ConfigException.Unavailable("ZooKeeper does not serve us: " + e.code(), e);
        };
    }
}
