package labs.proxy.backend;

import java.util.Optional;

/** A place at a server, or in the line before it. Thread-safe. */
public interface Place {
    /** Where it is; empty as long as it waits, and if there is no server, or it was left. */
    Optional<Member> member();

    boolean isWaiting();

    /** Waits no longer; returns false if it did not, as one who was let in a moment ago. */
    boolean giveUp();

    /** Leaves, for the next. To leave twice does nothing. */
    void leave();
}
