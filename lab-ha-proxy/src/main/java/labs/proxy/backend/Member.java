package labs.proxy.backend;

import java.net.InetSocketAddress;
import labs.proxy.check.Checks;
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
     * @param report what its checks say, and its operator
     * @param uptime when it served; one in maintenance does not
     */
    public record Standing(Checks.Report report, Uptime uptime) {
        public State state() {
            return report.state();
        }

        /** How many checks in a row spoke against the state. */
        public int streak() {
            return report.streak();
        }

        public Admin admin() {
            return report.admin();
        }

        /** What was last set. */
        public int weight() {
            return report.weight();
        }

        /** So many since the proxy began, while it was up. */
        public long failedChecks() {
            return report.failedChecks();
        }
    }

    Member(Server config, Counters counters) {
        this.config = config;
        this.counters = counters;
        this.address = new InetSocketAddress(config.address().host(), config.address().port());
        this.standing =
                new Standing(Checks.Report.first(config), Uptime.from(true, System.nanoTime()));
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

    /** Only one thread at a time. */
    void stands(Checks.Report now) {
        standing =
                new Standing(now, standing.uptime().turned(now.servesItsOwn(), System.nanoTime()));
    }

    /** Whether a client that belongs to it may still go there: not only when it takes new ones. */
    public boolean servesItsOwn() {
        return standing.report().servesItsOwn();
    }

    @Override
    public String toString() {
        return name();
    }
}
