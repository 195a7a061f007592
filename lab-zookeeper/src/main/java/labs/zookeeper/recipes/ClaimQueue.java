package labs.zookeeper.recipes;

import static labs.zookeeper.curator.Curators.call;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import labs.zookeeper.curator.Curators;
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
    private final Receipts receipts;
    private final Signal signal = new Signal();
    private final Doubts<Claim> doubts = new Doubts<>();

    public ClaimQueue(CuratorFramework client, String path) {
        this.client = client;
        this.path = path;
        this.receipts = new Receipts(client, path + "/receipts");
    }

    @Override
    public void put(byte[] item) throws InterruptedException {
        Nodes.checkSize(item);
        try {
            ensureExists();
            receipts.transaction().commit(Nodes.append(client, path + "/items/" + PREFIX, item));
        } catch (KeeperException e) {
            throw RecipeException.of(e);
        }
    }

    private void ensureExists() throws KeeperException, InterruptedException {
        Nodes.ensureExists(client, path + "/items");
        Nodes.ensureExists(client, path + "/claims");
    }

    /**
     * {@inheritDoc}
     *
     * @throws RecipeException.OutcomeUnknown when nobody knows whether we have claimed an item: the
     *     next call gives it, if we have; else it is given back when the connection is back
     */
    @Override
    public Optional<Claim> take(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            ensureExists();
            while (true) {
                long seen = signal.changes();
                Optional<Claim> claim = claimFirst();
                if (claim.isPresent() || !signal.awaitChange(seen, deadline)) {
                    return claim;
                }
            }
        } catch (KeeperException e) {
            throw RecipeException.of(e);
        }
    }

    private Optional<Claim> claimFirst() throws KeeperException, InterruptedException {
        // BEGIN SOLUTION
        Optional<Claim> claim = doubts.settleFirst();
        if (claim.isPresent()) {
            return claim;
        }
        List<String> items = children("/items").stream().sorted().toList();
        // A claim that ends is news for us as well: its owner may have died.
        Set<String> claimed = new HashSet<>(children("/claims"));
        for (String name : items) {
            if (claim.isEmpty() && !claimed.contains(name) && name.startsWith(PREFIX)) {
                claim = claim(name);
            }
        }
        return claim;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-6: see README, part 6");
    }

    private List<String> children(String part) throws KeeperException, InterruptedException {
        return Nodes.children(client, path + part, signal);
    }

    private Optional<Claim> claim(String name) throws KeeperException, InterruptedException {
        // BEGIN SOLUTION
        var taking = receipts.transaction();
        Claimed claim = null;
        try {
            var stat = new Stat();
            byte[] item = call(() -> client.getData().storingStatIn(stat).forPath(itemOf(name)));
            claim = new Claimed(name, item, stat.getVersion() + 1);
            taking.commit(owner(name), token(claim));
            return Optional.of(claim);
        } catch (KeeperException.NoNodeException
                | KeeperException.NodeExistsException
                | KeeperException.BadVersionException e) {
            return Optional.empty(); // another was faster
        } finally {
            if (doubts.addIfInDoubt(taking, claim)) {
                // It may be ours, and as long as we live nobody else would get it.
                WhenConnected.run(client, "claim-queue-gives-back-" + name, this::giveBackDoubts);
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-6: see README, part 6");
    }

    // BEGIN SOLUTION
    private CuratorOp owner(String name) throws KeeperException, InterruptedException {
        return call(
                () ->
                        client.transactionOp()
                                .create()
                                .withMode(CreateMode.EPHEMERAL)
                                .forPath(claimOf(name)));
    }

    private CuratorOp token(Claimed claim) throws KeeperException, InterruptedException {
        return call(
                () ->
                        client.transactionOp()
                                .setData()
                                .withVersion(claim.version - 1)
                                .forPath(itemOf(claim.name), claim.item));
    }

    private void giveBackDoubts() throws KeeperException, InterruptedException {
        for (Optional<Claim> ours = doubts.settleFirst();
                ours.isPresent();
                ours = doubts.settleFirst()) {
            try {
                ours.get().giveBack();
            } catch (RecipeException e) {
                // Lost meanwhile, or in doubt again: see there.
            }
        }
    }

    // END SOLUTION
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
        private Receipts.Transaction ending; // null before the first attempt

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
            // BEGIN SOLUTION
            end(() -> client.transactionOp().delete().withVersion(version).forPath(itemOf(name)));
            // END SOLUTION
            // STUB: throw new UnsupportedOperationException("TODO zookeeper-6: see part 6");
        }

        @Override
        public void giveBack() throws InterruptedException {
            // BEGIN SOLUTION
            end(() -> client.transactionOp().check().withVersion(version).forPath(itemOf(name)));
            // END SOLUTION
            // STUB: throw new UnsupportedOperationException("TODO zookeeper-6: see part 6");
        }

        // BEGIN SOLUTION
        /** Ends the claim, if the item's version says that it is still the last one. */
        private void end(Curators.Call<CuratorOp> condition) throws InterruptedException {
            try {
                if (ending != null && ending.isInDoubt() && ending.wasDone()) {
                    return; // by the call whose answer was lost
                }
                ending = receipts.transaction();
                CuratorOp owner =
                        call(() -> client.transactionOp().delete().forPath(claimOf(name)));
                ending.commit(call(condition), owner);
            } catch (KeeperException.NoNodeException | KeeperException.BadVersionException e) {
                throw new RecipeException.ClaimLost(name, e);
            } catch (KeeperException e) {
                throw ending != null && ending.isInDoubt()
                        ? new RecipeException.OutcomeUnknown(e)
                        : RecipeException.of(e);
            }
        }
        // END SOLUTION
    }
}
