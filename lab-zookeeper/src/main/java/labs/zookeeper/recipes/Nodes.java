package labs.zookeeper.recipes;

import static labs.zookeeper.curator.Curators.call;

import java.util.List;
import labs.zookeeper.tree.AnswerTooLargeException;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;

/** Nodes that must be there before anything else. */
final class Nodes {
    /** ZooKeeper refuses requests above 1 MB by closing the connection, which says little. */
    static final int LARGEST = 1_000_000;

    private Nodes() {}

    static void checkSize(byte[] item) {
        if (item.length > LARGEST) {
            throw new IllegalArgumentException(
                    "an item of " + item.length + " bytes; at most " + LARGEST + " are allowed");
        }
    }

    static void ensureExists(CuratorFramework client, String path)
            throws KeeperException, InterruptedException {
        if (call(() -> client.checkExists().forPath(path)) == null) {
            create(client, path, CreateMode.PERSISTENT);
        }
    }

    /** Creates it and its parents, unless it is there: by another, or by a lost attempt of ours. */
    static void create(CuratorFramework client, String path, CreateMode mode)
            throws KeeperException, InterruptedException {
        try {
            call(
                    () ->
                            client.create()
                                    .creatingParentsIfNeeded()
                                    .withMode(mode)
                                    .forPath(path, new byte[0]));
        } catch (KeeperException.NodeExistsException e) {
            // Another was faster; it is there.
        }
    }

    /** To be committed: one more node, which its parent numbers. */
    static CuratorOp append(CuratorFramework client, String prefix, byte[] data)
            throws KeeperException, InterruptedException {
        return call(
                () ->
                        client.transactionOp()
                                .create()
                                .withMode(CreateMode.PERSISTENT_SEQUENTIAL)
                                .forPath(prefix, data));
    }

    /**
     * The names of the children, and a watch on them.
     *
     * @throws RecipeException when they are more than one answer holds
     */
    static List<String> children(CuratorFramework client, String path, Watcher watcher)
            throws KeeperException, InterruptedException {
        try {
            return call(() -> client.getChildren().usingWatcher(watcher).forPath(path));
        } catch (KeeperException.ConnectionLossException e) {
            throwIfTooMany(client, path);
            throw e;
        }
    }

    /** The client closes the connection when an answer is too long, and that looks like a loss. */
    private static void throwIfTooMany(CuratorFramework client, String path)
            throws KeeperException, InterruptedException {
        call(() -> client.checkExists().forPath(path)); // connects again
        try {
            AnswerTooLargeException.throwIfSo(
                    call(() -> client.getZookeeperClient().getZooKeeper()), path);
        } catch (AnswerTooLargeException e) {
            throw new RecipeException(e.getMessage(), e);
        }
    }
}
