package labs.cluster.storm;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.storm.shade.org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.storm.shade.org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.storm.testing.TmpPath;

/**
 * The ZooKeeper of a local cluster. The one that LocalCluster starts by itself listens on every
 * address of the machine, from port 2000 on; this one only on the loopback, on a free port.
 */
public final class LocalZooKeeper implements AutoCloseable {
    private static final int TICK_MILLIS = 2000;

    private final TmpPath directory = new TmpPath();
    private final NIOServerCnxnFactory connections;

    private LocalZooKeeper(NIOServerCnxnFactory connections) {
        this.connections = connections;
    }

    /** Starts one that forgets everything when it is closed. */
    public static LocalZooKeeper start() throws IOException {
        var zooKeeper = new LocalZooKeeper(new NIOServerCnxnFactory());
        try {
            zooKeeper.listen();
            return zooKeeper;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            zooKeeper.close();
            throw new IOException("interrupted while ZooKeeper started", e);
        }
    }

    private void listen() throws IOException, InterruptedException {
        connections.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var files = new File(directory.getPath());
        connections.startup(new ZooKeeperServer(files, files, TICK_MILLIS));
    }

    public String host() {
        return InetAddress.getLoopbackAddress().getHostAddress();
    }

    public long port() {
        return connections.getLocalPort();
    }

    @Override
    public void close() {
        connections.shutdown();
        directory.close();
    }
}
