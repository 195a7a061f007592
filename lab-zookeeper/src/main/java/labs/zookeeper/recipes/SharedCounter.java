package labs.zookeeper.recipes;

import static labs.zookeeper.curator.Curators.call;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * A number in a znode, of a client without a namespace, changed by compare-and-set on its version.
 * Linearizable, and slow: a change costs a reading and a writing, and of all that race one wins.
 * Thread-safe.
 */
public final class SharedCounter implements Counter {
    private static final int LONGEST_PAUSE_MS = 64;

    private final CuratorFramework client;
    private final String path;
    private final Duration patience;

    /**
     * @param patience how long to try against others before giving up
     */
    public SharedCounter(CuratorFramework client, String path, Duration patience) {
        this.client = client;
        this.path = path;
        this.patience = patience;
    }

    @Override
    public long next() throws InterruptedException {
        return addAndGet(1);
    }

    /**
     * Adds, and tells the sum.
     *
     * @throws RecipeException.OutcomeUnknown when the connection was lost while it was written: it
     *     was added once or not at all
     * @throws RecipeException.Contended when others were faster until the patience was over
     */
    public long addAndGet(long delta) throws InterruptedException {
        // BEGIN SOLUTION
        long deadline = System.nanoTime() + patience.toNanos();
        for (int attempt = 1; ; attempt++) {
            var stat = new Stat();
            long sum = read(stat) + delta;
            if (write(sum, stat.getVersion())) {
                return sum;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new RecipeException.Contended(attempt);
            }
            pause(attempt);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-6: see README, part 6");
    }

    /** The number as it is, or was a moment ago. */
    public long get() throws InterruptedException {
        return read(new Stat());
    }

    private long read(Stat stat) throws InterruptedException {
        try {
            byte[] data = call(() -> client.getData().storingStatIn(stat).forPath(path));
            return parse(data);
        } catch (KeeperException.NoNodeException e) {
            create();
            return read(stat);
        } catch (KeeperException e) {
            throw RecipeException.of(e); // nothing was changed
        }
    }

    private void create() throws InterruptedException {
        try {
            call(() -> client.create().creatingParentsIfNeeded().forPath(path, bytes(0)));
        } catch (KeeperException.NodeExistsException e) {
            // Another was faster, and began with 0 as well.
        } catch (KeeperException e) {
            throw RecipeException.of(e);
        }
    }

    // BEGIN SOLUTION
    /** False when another was faster. */
    private boolean write(long sum, int version) throws InterruptedException {
        try {
            // On the plain handle, which tries once. Curator's setData would try again after a lost
            // connection, find the version that its own first attempt made, and say BadVersion: we
            // would add a second time.
            ZooKeeper once = call(() -> client.getZookeeperClient().getZooKeeper());
            once.setData(path, bytes(sum), version);
            return true;
        } catch (KeeperException.BadVersionException e) {
            return false;
        } catch (KeeperException.ConnectionLossException
                | KeeperException.SessionExpiredException e) {
            throw new RecipeException.OutcomeUnknown(e);
        } catch (KeeperException e) {
            throw RecipeException.of(e);
        }
    }

    /** Random, and longer each time: else those who met once meet again. */
    private static void pause(int attempt) throws InterruptedException {
        int bound = Math.min(LONGEST_PAUSE_MS, 1 << Math.min(attempt, 16));
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(bound + 1));
    }

    // END SOLUTION
    private static byte[] bytes(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    private long parse(byte[] data) {
        try {
            return Long.parseLong(new String(data, StandardCharsets.US_ASCII));
        } catch (NumberFormatException e) {
            throw new RecipeException("what " + path + " holds is no number", e);
        }
    }
}
