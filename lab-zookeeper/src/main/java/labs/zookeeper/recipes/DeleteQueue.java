package labs.zookeeper.recipes;

import static labs.zookeeper.curator.Curators.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;

/**
 * The simple queue of ZooKeeper's recipes: who deletes an item has it. A consumer that dies with an
 * item takes it along; {@link ClaimQueue} does better.
 */
public final class DeleteQueue implements WorkQueue {
    private static final String PREFIX = "item-";

    private final CuratorFramework client;
    private final String path;
    private final Receipts receipts;
    private final Signal signal = new Signal();
    private final Doubts<Claim> doubts = new Doubts<>();

    public DeleteQueue(CuratorFramework client, String path) {
        this.client = client;
        this.path = path;
        this.receipts = new Receipts(client, path + "/receipts");
    }

    @Override
    public void put(byte[] item) throws InterruptedException {
        Nodes.checkSize(item);
        try {
            Nodes.ensureExists(client, path);
            receipts.transaction().commit(Nodes.append(client, path + "/" + PREFIX, item));
        } catch (KeeperException e) {
            throw RecipeException.of(e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws RecipeException.OutcomeUnknown when nobody knows whether we have an item: the next
     *     call gives it, if we do. Whoever does not call again has taken it along
     */
    @Override
    public Optional<Claim> take(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            Nodes.ensureExists(client, path);
            while (true) {
                long seen = signal.changes();
                Optional<Claim> taken = takeFirst();
                if (taken.isPresent() || !signal.awaitChange(seen, deadline)) {
                    return taken;
                }
            }
        } catch (KeeperException e) {
            throw RecipeException.of(e);
        }
    }

    private Optional<Claim> takeFirst() throws KeeperException, InterruptedException {
        Optional<Claim> taken = doubts.settleFirst();
        for (String name : taken.isPresent() ? List.<String>of() : items()) {
            taken = take(path + "/" + name);
            if (taken.isPresent()) {
                break;
            }
        }
        return taken;
    }

    private List<String> items() throws KeeperException, InterruptedException {
        return Nodes.children(client, path, signal).stream()
                .filter(name -> name.startsWith(PREFIX))
                .sorted()
                .toList();
    }

    private Optional<Claim> take(String node) throws KeeperException, InterruptedException {
        // BEGIN SOLUTION
        var deletion = receipts.transaction();
        Claim taken = null;
        try {
            taken = new Taken(call(() -> client.getData().forPath(node)));
            deletion.commit(call(() -> client.transactionOp().delete().forPath(node)));
            return Optional.of(taken);
        } catch (KeeperException.NoNodeException e) {
            return Optional.empty(); // another was faster
        } finally {
            doubts.addIfInDoubt(deletion, taken);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-6: see README, part 6");
    }

    /** Ours, whatever becomes of us. */
    private final class Taken implements Claim {
        private final byte[] item;

        private Taken(byte[] item) {
            this.item = item;
        }

        @Override
        public byte[] item() {
            return item;
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public void done() {}

        @Override
        public void giveBack() throws InterruptedException {
            put(item); // at the end: its place is gone
        }
    }
}
