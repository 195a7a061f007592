package labs.proxy.vrrp;

import java.time.Duration;
import java.util.Optional;
import labs.proxy.health.Nanos;

/**
 * One of the routers that share an address: the state machine of VRRP. It decides, and does not
 * look itself: time comes from a clock, packets from outside, and what is to be done goes to {@link
 * Effects}. Not thread-safe.
 *
 * <pre>
 *                  start, priority below 255
 *   ┌────────────┐ ─────────────────────────▶ ┌────────┐ ◀─┐ the master speaks:
 *   │ INITIALIZE │ ◀───────────────────────── │ BACKUP │ ──┘ wait again
 *   └────────────┘            stop            └────────┘
 *       │    ▲                                 │      ▲
 *       │    │ stop: give the address back,    │      │ a better master speaks:
 *       │    │ then say priority 0             │      │ give the address back
 *       │    │                                 ▼      │
 *       │    └─────────────────────────────── ┌────────┐ ──┐ every interval:
 *       └───────────────────────────────────▶ │ MASTER │ ◀─┘ say so
 *          start, priority 255                └────────┘
 * </pre>
 */
public final class VirtualRouter {
    private final Settings settings;
    private final Peer self;
    private final Nanos clock;
    private final Effects effects;
    private Role role = Role.INITIALIZE;
    private Duration masterInterval; // as the last advertisement that counted said
    private long armed; // when the timer was set
    private Duration timer = Duration.ZERO; // for how long

    /**
     * A router that is not started yet.
     *
     * @param self where this router speaks from: decides among equal priorities
     */
    public VirtualRouter(Settings settings, Peer self, Nanos clock, Effects effects) {
        this.settings = settings;
        this.self = self;
        this.clock = clock;
        this.effects = effects;
        this.masterInterval = settings.interval();
    }

    public Role role() {
        return role;
    }

    /**
     * Begins: as a backup that waits {@link Timing#masterDown}; or, with priority 255, as the
     * master at once. A second call does nothing.
     */
    public void start() {
        // BEGIN SOLUTION
        if (role != Role.INITIALIZE) {
            return;
        }
        masterInterval = settings.interval();
        if (settings.priority() == Settings.OWNER) {
            becomeMaster();
        } else {
            becomeBackup();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-8: README, part 8");
    }

    /**
     * Ends. A master gives the address back first and then says priority 0, so that nobody takes
     * what is not yet free. A backup just ends: to say 0 would end a master that is well.
     */
    public void stop() {
        // BEGIN SOLUTION
        if (role == Role.MASTER) {
            effects.giveAddress();
            effects.send(settings.farewell());
        }
        role = Role.INITIALIZE;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-8: README, part 8");
    }

    /** How long until {@link #timeout} has something to do, never negative; nothing if stopped. */
    public Optional<Duration> untilTimeout() {
        // BEGIN SOLUTION
        if (role == Role.INITIALIZE) {
            return Optional.empty();
        }
        // Only differences of the clock mean something: it may run over the end of a long.
        Duration left = timer.minusNanos(clock.now() - armed);
        return Optional.of(left.isNegative() ? Duration.ZERO : left);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-8: README, part 8");
    }

    /**
     * Time has passed. If the timer has run out, a backup becomes master, and a master speaks; if
     * not, nothing happens. However late it is called, a master speaks once.
     */
    public void timeout() {
        // BEGIN SOLUTION
        if (untilTimeout().filter(Duration::isZero).isEmpty()) {
            return;
        }
        if (role == Role.BACKUP) {
            becomeMaster();
        } else {
            advertise();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-8: README, part 8");
    }

    /**
     * Somebody speaks for this virtual router.
     *
     * <ul>
     *   <li>Stopped: nothing.
     *   <li>Backup, priority 0: the master has stopped; wait no more than the skew.
     *   <li>Backup, at least its own priority, or it may not preempt: this is the master. Takes
     *       over its interval, and waits for it anew.
     *   <li>Backup that may preempt, a lower priority: nothing. So its timer runs out.
     *   <li>Master, priority 0: another master has stopped. It speaks at once, and takes the
     *       address again, since the neighbours may still send to the other.
     *   <li>Master, a higher priority, or the same and a greater address: steps back, as a backup
     *       of that master.
     *   <li>Master, anything else: there are two. It speaks at once, so that the other hears who is
     *       better, and takes the address again; its own timer goes on.
     * </ul>
     */
    public void received(Advertisement heard, Peer from) {
        // BEGIN SOLUTION
        switch (role) {
            case INITIALIZE -> {}
            case BACKUP -> hearAsBackup(heard);
            case MASTER -> hearAsMaster(heard, from);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-8: README, part 8");
    }

    // BEGIN SOLUTION
    private void hearAsBackup(Advertisement heard) {
        if (heard.priority() == Advertisement.FAREWELL) {
            arm(Timing.skew(settings.priority(), masterInterval));
        } else if (!settings.preempt() || heard.priority() >= settings.priority()) {
            masterInterval = heard.interval();
            arm(Timing.masterDown(settings.priority(), masterInterval));
        }
    }

    private void hearAsMaster(Advertisement heard, Peer from) {
        if (heard.priority() == Advertisement.FAREWELL) {
            becomeMaster(); // once more
        } else if (isBetter(heard, from)) {
            effects.giveAddress();
            masterInterval = heard.interval();
            becomeBackup();
        } else {
            effects.send(settings.advertisement());
            effects.takeAddress();
        }
    }

    private boolean isBetter(Advertisement heard, Peer from) {
        return heard.priority() > settings.priority()
                || (heard.priority() == settings.priority() && from.compareTo(self) > 0);
    }

    private void becomeBackup() {
        role = Role.BACKUP;
        arm(Timing.masterDown(settings.priority(), masterInterval));
    }

    private void becomeMaster() {
        role = Role.MASTER;
        // First the word, so that other backups do not take over as well.
        advertise();
        effects.takeAddress();
    }

    private void advertise() {
        effects.send(settings.advertisement());
        arm(settings.interval());
    }

    private void arm(Duration duration) {
        armed = clock.now();
        timer = duration;
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
