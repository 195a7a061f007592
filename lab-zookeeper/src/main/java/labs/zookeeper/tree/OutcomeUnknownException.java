package labs.zookeeper.tree;

import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;

/**
 * The connection broke before the answer came, and perhaps no server could be asked since: the call
 * was done, or it was not.
 */
public final class OutcomeUnknownException extends TreeException {
    private static final long serialVersionUID = 1;

    OutcomeUnknownException(String path, String question, KeeperException cause) {
        super(
                Code.CONNECTIONLOSS,
                "the connection broke during a call on " + path + ": " + question,
                cause);
    }
}
