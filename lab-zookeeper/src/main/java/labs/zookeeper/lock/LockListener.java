package labs.zookeeper.lock;

/** Hears what becomes of a hold. */
@FunctionalInterface
public interface LockListener {
    /**
     * The hold with that token is now {@link LockState#IN_DOUBT}, {@link LockState#HELD} again, or
     * {@link LockState#LOST}. Called in this order on a thread of the session; must return soon.
     */
    void changed(LockState state, FencingToken token);
}
