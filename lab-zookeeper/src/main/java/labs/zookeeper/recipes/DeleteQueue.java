package labs.zookeeper.recipes;

import static labs.zookeeper.curator.Curators.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;

/**
 * The simple queue of ZooKeeper's recipes: who deletes an item has it. A consumer that dies with an
 * item takes it along; {@link ClaimQueue} does better.
 */
public final class DeleteQueue implements WorkQueue {
    private static final String PREFIX = "item-";

    private final CuratorFramework client;
    private final String path;

    public DeleteQueue(CuratorFramework client, String path) {
        this.client = client;
        this.path = path;
    }

    @Override
    public void put(byte[] item) throws InterruptedException {
        Nodes.checkSize(item);
        try {
            call(
                    () ->
                            client.create()
                                    .creatingParentsIfNeeded()
                                    .withMode(CreateMode.PERSISTENT_SEQUENTIAL)
                                    .forPath(path + "/" + PREFIX, item));
        } catch (KeeperException e) {
            throw RecipeException.of(e);
        }
    }

    @Override
    public Optional<Claim> take(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            Nodes.ensureExists(client, path);
            while (true) {
                var changed = new Signal();
                for (String name : items(changed)) {
                    Optional<Claim> taken = take(path + "/" + name);
                    if (taken.isPresent()) {
                        return taken;
                    }
                }
                if (!changed.awaitUntil(deadline)) {
                    return Optional.empty();
                }
            }
        } catch (KeeperException e) {
            throw RecipeException.of(e);
        }
    }

    private List<String> items(Signal changed) throws KeeperException, InterruptedException {
        return call(() -> client.getChildren().usingWatcher(changed).forPath(path)).stream()
                .filter(name -> name.startsWith(PREFIX))
                .sorted()
                .toList();
    }

    private Optional<Claim> take(String node) throws KeeperException, InterruptedException {
        // BEGIN SOLUTION
        try {
            byte[] item = call(() -> client.getData().forPath(node));
            call(() -> client.delete().forPath(node));
            return Optional.of(new Taken(item));
        } catch (KeeperException.NoNodeException e) {
            return Optional.empty(); // another was faster
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
