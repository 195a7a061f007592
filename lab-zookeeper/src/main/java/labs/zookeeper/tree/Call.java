package labs.zookeeper.tree;

import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

/**
 * One call to ZooKeeper.
 *
 * @param <T> what it answers
 */
@FunctionalInterface
public interface Call<T> {
    /** Does it, on that handle alone. */
    T on(ZooKeeper zooKeeper) throws KeeperException, InterruptedException;
}
