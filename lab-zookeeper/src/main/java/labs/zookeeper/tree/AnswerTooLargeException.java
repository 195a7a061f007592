package labs.zookeeper.tree;

import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * An answer that is longer than this client takes. It says nothing either: it closes the
 * connection, and the caller sees a ConnectionLoss, tries again, and is cut off again.
 */
public final class AnswerTooLargeException extends TreeException {
    private static final long serialVersionUID = 1;

    /** A name of a child takes 4 bytes more than its length, which is 255 at most. */
    private static final int LONGEST_NAME = 259;

    private AnswerTooLargeException(String path, Stat stat, int limit) {
        super(
                Code.CONNECTIONLOSS,
                "the connection breaks at each answer about "
                        + path
                        + ", which has "
                        + stat.getNumChildren()
                        + " children and "
                        + stat.getDataLength()
                        + " bytes of data: this client takes answers of at most "
                        + limit
                        + " bytes (jute.maxbuffer). Start it with -Djute.maxbuffer=… above that, or"
                        + " spread the children over several nodes",
                null);
    }

    /**
     * Asks how large the answer is at which the connection broke; does nothing if it is not clear
     * that it is too large.
     *
     * @throws AnswerTooLargeException when it can be
     */
    public static void throwIfSo(ZooKeeper zooKeeper, String path) throws InterruptedException {
        try {
            Stat stat = zooKeeper.exists(path, false);
            int limit = zooKeeper.getClientConfig().getInt("jute.maxbuffer", DataLimit.MAX_REQUEST);
            if (stat != null && most(stat) > limit) {
                throw new AnswerTooLargeException(path, stat, limit);
            }
        } catch (KeeperException e) {
            // It breaks at small answers, too: that is another trouble.
        }
    }

    private static long most(Stat stat) {
        return Math.max(
                stat.getDataLength() + (long) DataLimit.OVERHEAD,
                (long) stat.getNumChildren() * LONGEST_NAME);
    }
}
