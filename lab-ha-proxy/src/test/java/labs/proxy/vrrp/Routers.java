package labs.proxy.vrrp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** What the tests of this package say often. */
final class Routers {
    static final int ID = 51;
    static final Duration SECOND = Duration.ofSeconds(1);

    private Routers() {}

    static Inet4Address ip(String text) {
        try {
            return (Inet4Address) InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static Peer peer(String text) {
        return new Peer(ip(text), 112);
    }

    static Settings settings(int priority) {
        return settings(priority, SECOND, true);
    }

    static Settings settings(int priority, Duration interval, boolean preempt) {
        return new Settings(ID, priority, interval, preempt, List.of(ip("192.0.2.10")));
    }

    static Advertisement said(int priority) {
        return said(priority, SECOND);
    }

    static Advertisement said(int priority, Duration interval) {
        return new Advertisement(ID, priority, interval, List.of(ip("192.0.2.10")));
    }
}
