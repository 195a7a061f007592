package labs.proxy.backend;

import java.net.InetSocketAddress;
import labs.proxy.config.Server;
import labs.proxy.health.Admin;
import labs.proxy.health.State;
import labs.proxy.stats.Counters;

/** A server of a backend while the proxy runs. Thread-safe. */
public final class Member {
    private final Server config;
    private final InetSocketAddress address;
    private final Counters counters;
    private volatile Standing standing;

    /**
     * How a server stands.
     *
     * @param streak how many checks in a row spoke against the state
     * @param weight what was last set
     * @param sinceNanos when its state changed last, by {@link System#nanoTime}
     * @param failedChecks so many since the proxy began
     * @param timesDown so often it went down
     */
    public record Standing(
            State state,
            int streak,
            Admin admin,
            int weight,
            long sinceNanos,
            long failedChecks,
            long timesDown) {}

    Member(Server config, Counters counters) {
        this.config = config;
        this.counters = counters;
        this.address = new InetSocketAddress(config.address().host(), config.address().port());
        this.standing =
                new Standing(State.UP, 0, Admin.READY, config.weight(), System.nanoTime(), 0, 0);
    }

    public String name() {
        return config.name();
    }

    public Server config() {
        return config;
    }

    public InetSocketAddress address() {
        return address;
    }

    public Counters counters() {
        return counters;
    }

    public Standing standing() {
        return standing;
    }

    void stands(Standing now) {
        standing = now;
    }

    /** Whether a client that belongs to it may still go there: not only when it takes new ones. */
    public boolean servesItsOwn() {
        return standing.state().isUp() && standing.admin() != Admin.MAINTENANCE;
    }

    @Override
    public String toString() {
        return name();
    }
}
