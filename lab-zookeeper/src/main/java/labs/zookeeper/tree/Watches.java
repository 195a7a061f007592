package labs.zookeeper.tree;

import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;

/** Takes watchers back that nobody needs any more: until they fire, the client keeps them. */
public final class Watches {
    private Watches() {}

    /**
     * Makes the client forget that watcher of that path, of whatever kind. Sends a request and
     * returns; what has fired, or went with the session, is gone already.
     */
    public static void remove(ZooKeeper zooKeeper, String path, Watcher watcher) {
        zooKeeper.removeWatches(
                path, watcher, Watcher.WatcherType.Any, true, (rc, p, context) -> {}, null);
    }
}
