package labs.compute.skew;

import java.io.Serializable;

/** Which task gets the next row with a key. Each sender has its own. Not thread-safe. */
public interface Router extends Serializable {
    /** A task, counted from 0. */
    int route(long key);
}
