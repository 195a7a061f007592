package labs.zookeeper.config;

import java.util.function.Consumer;
import labs.zookeeper.tree.Watches;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.imps.CuratorFrameworkState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;

/**
 * Reads znodes without a thread of its own: over Curator's framework, or over a ZooKeeper handle
 * that others use, too. Thread-safe. Answers come on the handle's event thread.
 */
public interface NodeReader {
    /**
     * What came back.
     *
     * @param data null unless the code is {@link Code#OK}
     */
    record Reply(Code code, byte[] data) {}

    /**
     * Reads the data of a node.
     *
     * @param watcher told once when the data changes after this very read, unless the answer is not
     *     OK; may be null
     */
    void read(String path, Watcher watcher, Consumer<Reply> answer);

    /** Tells the watcher once when the node is created; the answer is OK if it is there already. */
    void watchCreation(String path, Watcher watcher, Consumer<Reply> answer);

    /** Tells that watcher of that path no more, as far as this client goes. */
    default void forget(String path, Watcher watcher) {}

    /**
     * Calls this after each time that the session may be another one than before, so that watches
     * may be gone. Returns how to end that.
     */
    Runnable onNewSession(Runnable action);

    /** Over a client of Curator's, which finds its way to a new session by itself. */
    static NodeReader over(CuratorFramework client) {
        return new CuratorNodeReader(client);
    }

    /**
     * Over a plain handle. When its session expires it is worth nothing any more, and so are the
     * watchers on it: their owner hears of it, and makes new ones.
     */
    static NodeReader over(ZooKeeper handle) {
        return new PlainNodeReader(handle);
    }

    /** Many watchers may share one: the server then sends one event for all. */
    record PlainNodeReader(ZooKeeper handle) implements NodeReader {
        @Override
        public void read(String path, Watcher watcher, Consumer<Reply> answer) {
            handle.getData(
                    path,
                    watcher,
                    (rc, p, context, data, stat) -> answer.accept(new Reply(Code.get(rc), data)),
                    null);
        }

        @Override
        public void watchCreation(String path, Watcher watcher, Consumer<Reply> answer) {
            handle.exists(
                    path,
                    watcher,
                    (rc, p, context, stat) -> answer.accept(new Reply(Code.get(rc), null)),
                    null);
        }

        @Override
        public void forget(String path, Watcher watcher) {
            Watches.remove(handle, path, watcher);
        }

        @Override
        public Runnable onNewSession(Runnable action) {
            return () -> {};
        }
    }

    /** In Curator's background, with its retries. */
    record CuratorNodeReader(CuratorFramework client) implements NodeReader {
        @Override
        public void read(String path, Watcher watcher, Consumer<Reply> answer) {
            run(
                    () ->
                            client.getData()
                                    .usingWatcher(watcher)
                                    .inBackground(
                                            (c, e) ->
                                                    answer.accept(
                                                            new Reply(
                                                                    Code.get(e.getResultCode()),
                                                                    e.getData())))
                                    .forPath(path));
        }

        @Override
        public void watchCreation(String path, Watcher watcher, Consumer<Reply> answer) {
            run(
                    () ->
                            client.checkExists()
                                    .usingWatcher(watcher)
                                    .inBackground(
                                            (c, e) ->
                                                    answer.accept(
                                                            new Reply(
                                                                    Code.get(e.getResultCode()),
                                                                    null)))
                                    .forPath(path));
        }

        @Override
        public void forget(String path, Watcher watcher) {
            if (client.getState() == CuratorFrameworkState.STARTED) {
                run(() -> client.watches().remove(watcher).locally().inBackground().forPath(path));
            }
        }

        @Override
        public Runnable onNewSession(Runnable action) {
            ConnectionStateListener listener =
                    (c, state) -> {
                        if (state.isConnected()) {
                            action.run();
                        }
                    };
            client.getConnectionStateListenable().addListener(listener);
            return () -> client.getConnectionStateListenable().removeListener(listener);
        }

        private static void run(labs.zookeeper.curator.Curators.Call<?> call) {
            try {
                labs.zookeeper.curator.Curators.call(call);
            } catch (org.apache.zookeeper.KeeperException e) {
                throw new IllegalStateException("a background call does not throw this", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
