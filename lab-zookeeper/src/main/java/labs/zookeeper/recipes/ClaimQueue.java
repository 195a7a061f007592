package labs.zookeeper.recipes;

import static labs.zookeeper.curator.Curators.call;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/**
 * A queue that loses nothing: an item stays until the work on it is done, and an ephemeral node
 * next to it says who is at it. A consumer that dies gives its item back when its session expires,
 * so an item may be worked on twice; but only one consumer can say that it is done.
 *
 * <p>Each claim writes the item anew, which changes its version: with an old version nobody can
 * finish it. So the version is the fencing token, and the number of attempts.
 */
public final class ClaimQueue implements WorkQueue {
    private static final String PREFIX = "item-";

    private final CuratorFramework client;
    private final String path;

    public ClaimQueue(CuratorFramework client, String path) {
        this.client = client;
        this.path = path;
    }

    @Override
    public void put(byte[] item) throws InterruptedException {
        Nodes.checkSize(item);
        try {
            ensureExists();
            call(
                    () ->
                            client.create()
                                    .withMode(CreateMode.PERSISTENT_SEQUENTIAL)
                                    .forPath(path + "/items/" + PREFIX, item));
        } catch (KeeperException e) {
            throw RecipeException.of(e);
        }
    }

    private void ensureExists() throws KeeperException, InterruptedException {
        Nodes.ensureExists(client, path + "/items");
        Nodes.ensureExists(client, path + "/claims");
    }

    @Override
    public Optional<Claim> take(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            ensureExists();
            while (true) {
                var changed = new Signal();
                Optional<Claim> claim = claimFirst(changed);
                if (claim.isPresent() || !changed.awaitUntil(deadline)) {
                    return claim;
                }
            }
        } catch (KeeperException e) {
            throw RecipeException.of(e);
        }
    }

    private Optional<Claim> claimFirst(Signal changed)
            throws KeeperException, InterruptedException {
        // BEGIN SOLUTION
        List<String> items = children("/items", changed).stream().sorted().toList();
        // A claim that ends is news for us as well: its owner may have died.
        Set<String> claimed = new HashSet<>(children("/claims", changed));
        for (String name : items) {
            if (!claimed.contains(name) && name.startsWith(PREFIX)) {
                Optional<Claim> claim = claim(name);
                if (claim.isPresent()) {
                    return claim;
                }
            }
        }
        return Optional.empty();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-6: see README, part 6");
    }

    private List<String> children(String part, Signal changed)
            throws KeeperException, InterruptedException {
        return call(() -> client.getChildren().usingWatcher(changed).forPath(path + part));
    }

    private Optional<Claim> claim(String name) throws KeeperException, InterruptedException {
        // BEGIN SOLUTION
        try {
            var stat = new Stat();
            byte[] item = call(() -> client.getData().storingStatIn(stat).forPath(itemOf(name)));
            int version = stat.getVersion();
            var owner =
                    call(
                            () ->
                                    client.transactionOp()
                                            .create()
                                            .withMode(CreateMode.EPHEMERAL)
                                            .forPath(claimOf(name)));
            var token =
                    call(
                            () ->
                                    client.transactionOp()
                                            .setData()
                                            .withVersion(version)
                                            .forPath(itemOf(name), item));
            call(() -> client.transaction().forOperations(owner, token));
            return Optional.of(new Claimed(name, item, version + 1));
        } catch (KeeperException.NoNodeException
                | KeeperException.NodeExistsException
                | KeeperException.BadVersionException e) {
            return Optional.empty(); // another was faster
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-6: see README, part 6");
    }

    private String itemOf(String name) {
        return path + "/items/" + name;
    }

    private String claimOf(String name) {
        return path + "/claims/" + name;
    }

    /** Ours, as long as nobody has claimed it after us. */
    private final class Claimed implements Claim {
        private final String name;
        private final byte[] item;
        private final int version;

        private Claimed(String name, byte[] item, int version) {
            this.name = name;
            this.item = item;
            this.version = version;
        }

        @Override
        public byte[] item() {
            return item;
        }

        @Override
        public int attempt() {
            return version;
        }

        @Override
        public void done() throws InterruptedException {
            finish(name, version);
        }

        @Override
        public void giveBack() throws InterruptedException {
            release(name, version);
        }
    }

    private void finish(String name, int version) throws InterruptedException {
        // BEGIN SOLUTION
        try {
            var work =
                    call(
                            () ->
                                    client.transactionOp()
                                            .delete()
                                            .withVersion(version)
                                            .forPath(itemOf(name)));
            endClaim(name, work);
        } catch (KeeperException.ConnectionLossException e) {
            throw new RecipeException.OutcomeUnknown(e);
        } catch (KeeperException e) {
            throw RecipeException.of(e);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-6: see README, part 6");
    }

    private void release(String name, int version) throws InterruptedException {
        // BEGIN SOLUTION
        try {
            var ours =
                    call(
                            () ->
                                    client.transactionOp()
                                            .check()
                                            .withVersion(version)
                                            .forPath(itemOf(name)));
            endClaim(name, ours);
        } catch (KeeperException e) {
            throw RecipeException.of(e);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-6: see README, part 6");
    }

    // BEGIN SOLUTION
    /** Ends a claim, if the item's version says that it is still the last one. */
    private void endClaim(String name, CuratorOp condition)
            throws KeeperException, InterruptedException {
        try {
            var owner = call(() -> client.transactionOp().delete().forPath(claimOf(name)));
            call(() -> client.transaction().forOperations(condition, owner));
        } catch (KeeperException.NoNodeException | KeeperException.BadVersionException e) {
            throw new RecipeException.ClaimLost(name, e);
        }
    }
    // END SOLUTION
}
