package labs.zookeeper.demo;

import labs.zookeeper.curator.Curators;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;

/** Writes to ZooKeeper without a pause, to see when that does not work. */
final class Writer implements AutoCloseable {
    private final CuratorFramework client;
    private final String path;
    private final Thread thread;
    private long written; // guarded by this
    private long last; // guarded by this; nanos
    private long longestGap; // guarded by this

    Writer(CuratorFramework client, String path) {
        this.client = client;
        this.path = path;
        this.thread = new Thread(this::write, "writer");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void write() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (writeOnce()) {
                    count();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private boolean writeOnce() throws InterruptedException {
        try {
            Curators.call(
                    () -> client.create().orSetData().creatingParentsIfNeeded().forPath(path));
            return true;
        } catch (KeeperException e) {
            return false; // this is what we came to see: how long it lasts
        }
    }

    private synchronized void count() {
        long now = System.nanoTime();
        longestGap = written == 0 ? 0 : Math.max(longestGap, now - last);
        last = now;
        written++;
    }

    synchronized long written() {
        return written;
    }

    /** When, by {@link System#nanoTime}. */
    synchronized long lastWritten() {
        return last;
    }

    synchronized double longestGapMs() {
        return longestGap / 1e6;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
