package labs.proxy.overload;

/**
 * Counts who is in, and says whether there is room for one more: {@code maxconn} of a frontend, or
 * of the whole proxy. When there is none, nobody is turned away: connections are not accepted, and
 * wait in the kernel's own queue. Thread-safe.
 */
public final class Gate {
    private final Runnable turned;
    private int most; // guarded by this
    private int inside; // guarded by this

    /**
     * Open.
     *
     * @param most how many may be in; 0 for any number
     * @param turned called, with no lock held, whenever {@link #isFull} has become another
     */
    public Gate(int most, Runnable turned) {
        this.most = most;
        this.turned = turned;
    }

    /** From now on so many may be in. */
    public void limit(int next) {
        synchronized (this) {
            most = next;
        }
        turned.run();
    }

    /** Somebody came in; also one more than there is room for, who was on the way already. */
    public void entered() {
        boolean full;
        synchronized (this) {
            full = ++inside == most;
        }
        if (full) {
            turned.run();
        }
    }

    public void left() {
        boolean room;
        synchronized (this) {
            room = inside-- == most;
        }
        if (room) {
            turned.run();
        }
    }

    public synchronized boolean isFull() {
        return most > 0 && inside >= most;
    }

    public synchronized int inside() {
        return inside;
    }
}
