package labs.zookeeper.tree;

import org.apache.zookeeper.KeeperException;

/** A call to ZooKeeper failed. The message names the path. */
public class TreeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final KeeperException.Code code;

    TreeException(KeeperException.Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** What ZooKeeper calls it. */
    public KeeperException.Code code() {
        return code;
    }
}
