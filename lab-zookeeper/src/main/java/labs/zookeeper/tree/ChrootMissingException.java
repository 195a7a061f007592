package labs.zookeeper.tree;

import org.apache.zookeeper.KeeperException.Code;

/** The path behind the servers of the connect string does not exist. */
public final class ChrootMissingException extends TreeException {
    private static final long serialVersionUID = 1;

    ChrootMissingException(ConnectString servers) {
        super(
                Code.NONODE,
                "the chroot "
                        + servers.chroot()
                        + " of "
                        + servers.text()
                        + " does not exist. If it is no slip of the pen, create it once: connect"
                        + " without it and call new Tree(session).ensure(\""
                        + servers.chroot()
                        + "\")",
                null);
    }
}
