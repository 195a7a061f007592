package labs.proxy.health;

/** Where a server is in the state machine of {@link ServerHealth}. */
public enum State {
    /** All checks pass. */
    UP,
    /** Up, but the last check or checks failed. */
    UP_GOING_DOWN,
    /** Gets nothing. */
    DOWN,
    /** Gets nothing, but the last check or checks passed. */
    DOWN_GOING_UP;

    /** Whether it gets connections. */
    public boolean isUp() {
        return this == UP || this == UP_GOING_DOWN;
    }
}
