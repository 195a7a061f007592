package labs.proxy.vrrp;

import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;

/**
 * What a master says in every interval.
 *
 * @param routerId which virtual router, from 1 to 255
 * @param priority of the sender, from 1 to 255, or {@link #FAREWELL}
 * @param interval how often the sender speaks, in steps of 10 ms up to 40.95 s
 * @param addresses what the sender has taken, at most 255
 */
public record Advertisement(
        int routerId, int priority, Duration interval, List<Inet4Address> addresses) {
    /** The priority with which a master says that it stops. */
    public static final int FAREWELL = 0;

    /** An interval is counted in these. */
    static final Duration UNIT = Duration.ofMillis(10);

    static final int MOST_UNITS = 0xFFF;

    public Advertisement {
        boolean fits =
                routerId >= 1
                        && routerId <= 255
                        && priority >= 0
                        && priority <= 255
                        && addresses.size() <= 255;
        if (!fits) {
            throw new IllegalArgumentException(
                    "router %d, priority %d, %d addresses"
                            .formatted(routerId, priority, addresses.size()));
        }
        long units = interval.dividedBy(UNIT);
        if (units < 1 || units > MOST_UNITS || !UNIT.multipliedBy(units).equals(interval)) {
            throw new IllegalArgumentException("an interval of " + interval);
        }
        addresses = List.copyOf(addresses);
    }
}
