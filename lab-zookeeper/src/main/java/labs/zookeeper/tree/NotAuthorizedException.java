package labs.zookeeper.tree;

import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;

/** The access control list of the path, or of its parent, does not let us. */
public final class NotAuthorizedException extends TreeException {
    private static final long serialVersionUID = 1;

    NotAuthorizedException(String message, KeeperException cause) {
        super(Code.NOAUTH, message, cause);
    }
}
