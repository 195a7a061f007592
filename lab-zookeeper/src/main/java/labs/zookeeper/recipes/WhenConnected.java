package labs.zookeeper.recipes;

import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.imps.CuratorFrameworkState;
import org.apache.zookeeper.KeeperException;

/**
 * Does what a broken connection kept us from doing, once there is one again: until it is done, or
 * the session has ended, which takes our ephemeral nodes with it. Nobody waits for it.
 */
final class WhenConnected {
    private static final int LOOK_EVERY_MS = 200;

    private WhenConnected() {}

    /** Something that may be done again. */
    interface Task {
        void run() throws KeeperException, InterruptedException;
    }

    static void run(CuratorFramework client, String name, Task task) {
        var thread = new Thread(() -> insist(client, task), name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void insist(CuratorFramework client, Task task) {
        try {
            while (client.getState() == CuratorFrameworkState.STARTED) {
                if (client.blockUntilConnected(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)
                        && isDone(task)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (KeeperException | IllegalStateException e) {
            // Refused, or closed in this moment: what is left goes with the session.
        }
    }

    private static boolean isDone(Task task) throws KeeperException, InterruptedException {
        try {
            task.run();
            return true;
        } catch (KeeperException.ConnectionLossException e) {
            return false; // it broke again
        }
    }
}
