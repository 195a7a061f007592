package labs.zookeeper.zab.net;

/** A file holds what no crash leaves behind: somebody has to look at it. */
public final class CorruptDiskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CorruptDiskException(String message) {
        super(message);
    }
}
