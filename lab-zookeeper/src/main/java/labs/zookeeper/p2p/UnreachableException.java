package labs.zookeeper.p2p;

/**
 * No answer came in time; the message says why, as far as the sender knows. The target may have got
 * the message all the same: an answer can be lost.
 */
public final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1;

    UnreachableException(String message) {
        super(message);
    }
}
