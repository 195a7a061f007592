package labs.zookeeper.ensemble;

import java.io.IOException;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/** One server of the ensemble, which ends when the process that started it does. */
final class ServerMain {
    private ServerMain() {}

    /**
     * @param args the path of a ZooKeeper configuration file
     */
    public static void main(String[] args) {
        var watch = new Thread(ServerMain::endWithParent, "end-with-parent");
        watch.setDaemon(true);
        watch.start();
        QuorumPeerMain.main(args);
    }

    // Our standard input is a pipe that nobody writes to: it ends when the parent has gone, however
    // it went.
    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException e) {
            // The pipe is broken, which says the same.
        }
        Runtime.getRuntime().halt(0);
    }
}
