package labs.proxy.health;

/**
 * The health of one server. It begins up, as in HAProxy: a proxy that has just started would
 * otherwise refuse everybody. Not thread-safe.
 *
 * <pre>
 *               failed                      failed, the fall-th in a row
 *      ┌──────┐ ─────▶ ┌───────────────┐ ────────────────────────────▶ ┌──────┐
 *      │  UP  │        │ UP_GOING_DOWN │                               │ DOWN │
 *      └──────┘ ◀───── └───────────────┘                               └──────┘
 *          ▲    passed                                          failed  ▲    │ passed
 *          │                          ┌───────────────┐ ────────────────┘    │
 *          └───────────────────────── │ DOWN_GOING_UP │ ◀────────────────────┘
 *   passed, the rise-th in a row      └───────────────┘
 *   (slow start begins)
 * </pre>
 *
 * <p>With {@code fall 1} it goes from UP to DOWN at once, and with {@code rise 1} from DOWN to UP.
 */
public final class ServerHealth {
    /** What a weight is multiplied by, so that slow start has steps for light servers too. */
    public static final int SCALE = 16;

    private final Nanos clock;
    private Rules rules;
    private State state = State.UP;
    private int streak; // checks in a row that spoke against the state
    private int errors; // of traffic, in a row
    private boolean starting; // whether it came back and slow start goes on
    private long upSince;

    public ServerHealth(Rules rules, Nanos clock) {
        this.rules = rules;
        this.clock = clock;
    }

    public State state() {
        return state;
    }

    /** How many checks in a row spoke against its state. */
    public int streak() {
        return streak;
    }

    /** From now on its whole weight is this one. */
    public void reweigh(int weight) {
        rules =
                new Rules(
                        rules.rise(),
                        rules.fall(),
                        weight,
                        rules.slowstart(),
                        rules.errorLimit(),
                        rules.markDown());
    }

    /** A check passed. */
    public void passed() {
        // BEGIN SOLUTION
        if (state.isUp()) {
            state = State.UP;
            streak = 0;
        } else if (++streak >= rules.rise()) {
            comeUp();
        } else {
            state = State.DOWN_GOING_UP;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-3: README, part 3");
    }

    /** A check failed, or was not answered in time. */
    public void failed() {
        // BEGIN SOLUTION
        if (!state.isUp()) {
            state = State.DOWN;
            streak = 0;
        } else if (++streak >= rules.fall()) {
            goDown();
        } else {
            state = State.UP_GOING_DOWN;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-3: README, part 3");
    }

    /** The server answered a client properly: the errors of traffic are counted anew. */
    public void answered() {
        // BEGIN SOLUTION
        errors = 0;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-3: README, part 3");
    }

    /**
     * The server did not, or could not be reached. At the error limit this is as a failed check, or
     * the end at once where the rules say so; then errors are counted anew. Traffic can only bring
     * a server down: only checks bring it up, since a server that is down has no traffic. What was
     * still under way when it went down does not count.
     */
    public void erred() {
        // BEGIN SOLUTION
        if (rules.errorLimit() == 0 || !state.isUp() || ++errors < rules.errorLimit()) {
            return;
        }
        errors = 0;
        if (rules.markDown()) {
            goDown();
        } else {
            failed();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-3: README, part 3");
    }

    /**
     * What it may get now, {@link #SCALE} for each unit of its weight. 0 if it is down. In slow
     * start it grows evenly with the time since the server came back; a server whose weight is not
     * 0 gets at least 1, or it would never be tried. One that was up from the beginning has its
     * whole weight.
     */
    public int weight() {
        // BEGIN SOLUTION
        int full = rules.weight() * SCALE;
        if (!state.isUp() || full == 0) {
            return 0;
        }
        long start = rules.slowstart().toNanos();
        long since = clock.now() - upSince;
        if (!starting || since >= start) {
            starting = false;
            return full;
        }
        return Math.max(1, (int) (full * (double) since / start));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-3: README, part 3");
    }

    // BEGIN SOLUTION
    private void comeUp() {
        state = State.UP;
        streak = 0;
        errors = 0;
        starting = true;
        upSince = clock.now();
    }

    private void goDown() {
        state = State.DOWN;
        streak = 0;
        errors = 0;
        starting = false;
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
