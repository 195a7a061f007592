package labs.zookeeper.tree;

import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;

/** The session in which this was begun has expired, and its ephemeral nodes are gone. */
public final class SessionLostException extends TreeException {
    private static final long serialVersionUID = 1;

    SessionLostException(String path, KeeperException cause) {
        super(
                Code.SESSIONEXPIRED,
                "the session expired during a call on " + path + ": begin again in a new one",
                cause);
    }
}
