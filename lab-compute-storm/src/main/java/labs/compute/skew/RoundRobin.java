package labs.compute.skew;

import java.io.Serial;

/** One task after the other, whatever the key. */
public final class RoundRobin implements Router {
    @Serial private static final long serialVersionUID = 1;

    private final int tasks;
    private int next;

    public RoundRobin(int tasks) {
        this.tasks = tasks;
    }

    @Override
    public int route(long key) {
        next = (next + 1) % tasks;
        return next;
    }
}
