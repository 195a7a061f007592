package labs.zookeeper.recipes;

import static labs.zookeeper.curator.Curators.call;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/**
 * Transactions of which we know whether they were done, though an answer was lost. Curator repeats
 * them, and the second answer says nothing: {@code NodeExists} may mean that the first attempt
 * worked. So each transaction also writes a receipt, an ephemeral node that nobody else writes: its
 * version tells. (For the same reason Kafka's producers number what they send.) Thread-safe.
 */
final class Receipts {
    private final CuratorFramework client;
    private final String path;
    private String receipt; // guarded by this; null when the next one needs a new node
    private int version; // guarded by this; of the receipt
    private long session; // guarded by this; that the receipt belongs to

    /**
     * @param path below which the receipts lie; created when missing
     */
    Receipts(CuratorFramework client, String path) {
        this.client = client;
        this.path = path;
    }

    /** A transaction that is not begun yet. */
    Transaction transaction() {
        return new Transaction();
    }

    /** For one use, by one thread at a time. */
    final class Transaction {
        private String own; // the receipt; null before it is begun
        private int before; // its version before
        private boolean doubtful;

        /**
         * All of it is done, or nothing.
         *
         * @throws RecipeException.OutcomeUnknown when nobody could be asked: then it {@link
         *     #isInDoubt}, and {@link #wasDone} can be asked later
         * @throws KeeperException when it was refused, and nothing was done
         */
        void commit(CuratorOp... operations) throws KeeperException, InterruptedException {
            // BEGIN SOLUTION
            synchronized (Receipts.this) {
                open();
                own = receipt;
                before = version;
                receipt = null; // unless we come to know how it ends
                doubtful = true;
                commitWithReceipt(List.of(operations));
                receipt = own;
                version = before + 1;
                doubtful = false;
            }
            // END SOLUTION
            // STUB: throw new UnsupportedOperationException("TODO zookeeper-6: see part 6");
        }

        // BEGIN SOLUTION
        private void commitWithReceipt(List<CuratorOp> operations)
                throws KeeperException, InterruptedException {
            var all = new ArrayList<CuratorOp>();
            all.add(
                    call(
                            () ->
                                    client.transactionOp()
                                            .setData()
                                            .withVersion(before)
                                            .forPath(own, new byte[0])));
            all.addAll(operations);
            try {
                call(() -> client.transaction().forOperations(all));
            } catch (KeeperException refused) {
                if (!wasDone(refused)) {
                    receipt = own;
                    doubtful = false;
                    throw refused;
                }
            }
        }

        /** Whether the attempt before the refused one was done. */
        private boolean wasDone(KeeperException refused) throws InterruptedException {
            try {
                return versionOf(own) != before;
            } catch (KeeperException e) {
                throw new RecipeException.OutcomeUnknown(refused);
            }
        }

        // END SOLUTION

        /** Whether it was begun, and nobody knows how it ended. */
        boolean isInDoubt() {
            return doubtful;
        }

        /**
         * Asks once more.
         *
         * @return also false when the session has ended: its ephemeral nodes are gone then
         */
        boolean wasDone() throws KeeperException, InterruptedException {
            // BEGIN SOLUTION
            try {
                return versionOf(own) != before;
            } catch (KeeperException.NoNodeException e) {
                return false;
            }
            // END SOLUTION
            // STUB: throw new UnsupportedOperationException("TODO zookeeper-6: see part 6");
        }
    }

    // BEGIN SOLUTION
    private int versionOf(String node) throws KeeperException, InterruptedException {
        // First the sync: the server that we are with now may lag behind the one that did it.
        call(() -> client.sync().forPath(node));
        var stat = new Stat();
        call(() -> client.getData().storingStatIn(stat).forPath(node));
        return stat.getVersion();
    }

    /** Makes sure that this session has a receipt. */
    private void open() throws KeeperException, InterruptedException {
        long now = call(() -> client.getZookeeperClient().getZooKeeper()).getSessionId();
        if (receipt != null && session == now) {
            return;
        }
        String node = path + "/" + UUID.randomUUID();
        Nodes.create(client, node, CreateMode.EPHEMERAL);
        receipt = node;
        version = 0;
        session = now;
    }
    // END SOLUTION
}
