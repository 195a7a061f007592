package labs.zookeeper.zab.net;

import java.io.IOException;
import java.net.Socket;
import labs.zookeeper.zab.ZabMessage;

/** One peer, which speaks on one connection at a time: the one that it opened last. Thread-safe. */
final class Sender {
    private final int from;
    private final PeerServer.Inbox inbox;
    private Socket latest; // guarded by this; null at first

    Sender(int from, PeerServer.Inbox inbox) {
        this.from = from;
        this.inbox = inbox;
    }

    /** From now on; what may still come from the connection before would be out of order. */
    synchronized void speaksOn(Socket socket) throws IOException {
        // BEGIN SOLUTION
        if (latest != null) {
            latest.close();
        }
        latest = socket;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-8: see README, part 8");
    }

    /** Hands that on, if it came on the latest connection. */
    synchronized void said(Socket socket, ZabMessage message) throws InterruptedException {
        // BEGIN SOLUTION
        if (socket == latest) {
            inbox.receive(from, message);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-8: see README, part 8");
    }
}
