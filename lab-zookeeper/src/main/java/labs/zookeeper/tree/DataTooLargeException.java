package labs.zookeeper.tree;

import org.apache.zookeeper.KeeperException.Code;

/** More data than a server accepts in one request. Nothing was sent. */
public final class DataTooLargeException extends TreeException {
    private static final long serialVersionUID = 1;

    DataTooLargeException(String path, int size, int limit) {
        super(
                Code.BADARGUMENTS,
                "the data for "
                        + path
                        + " is "
                        + size
                        + " bytes, and at most "
                        + limit
                        + " fit (jute.maxbuffer). Keep it elsewhere, and its address here",
                null);
    }
}
