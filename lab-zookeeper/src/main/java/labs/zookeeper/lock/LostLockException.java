package labs.zookeeper.lock;

/** The lock that this thread acquired is lost, or in doubt: another may hold it. */
public final class LostLockException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    LostLockException(String path, FencingToken token, LockState state) {
        super(
                "the lock "
                        + path
                        + " with "
                        + token
                        + (state == LockState.LOST
                                ? " is lost: its session expired, or somebody deleted its node, and"
                                        + " another may hold it"
                                : " is in doubt: the connection is broken, and the session may"
                                        + " expire unseen"));
    }
}
