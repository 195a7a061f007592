package labs.proxy.vrrp;

import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;

/**
 * What one router of a virtual router is told.
 *
 * @param routerId which virtual router, from 1 to 255: one network may have several
 * @param priority who wins, from 1 to 255; 255 is the one whose own address it is
 * @param interval between two advertisements, in steps of 10 ms up to 40.95 s
 * @param preempt whether it takes the address from a master of lower priority
 * @param addresses what moves, the same on all routers
 */
public record Settings(
        int routerId,
        int priority,
        Duration interval,
        boolean preempt,
        List<Inet4Address> addresses) {
    /** The priority of the one that has the address anyway. */
    public static final int OWNER = 255;

    public Settings {
        if (routerId < 1 || routerId > 255) {
            throw new IllegalArgumentException("the router's id " + routerId + " is not in 1..255");
        }
        if (priority < 1 || priority > OWNER) {
            throw new IllegalArgumentException("the priority " + priority + " is not in 1..255");
        }
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no address to share");
        }
        addresses = List.copyOf(addresses);
        // Refuses intervals that no packet can carry.
        var unused = new Advertisement(routerId, priority, interval, addresses);
    }

    /** What a router with these settings says as long as it is the master. */
    Advertisement advertisement() {
        return new Advertisement(routerId, priority, interval, addresses);
    }

    /** What it says when it stops of its own will. */
    Advertisement farewell() {
        return new Advertisement(routerId, Advertisement.FAREWELL, interval, addresses);
    }
}
