package labs.proxy.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * {@code stats}: the page about the proxy itself.
 *
 * @param refresh how often a browser loads it again; zero for never
 * @param users {@code NAME:PASSWORD} of those who may see it; empty for everybody
 */
public record Stats(String uri, Duration refresh, String realm, Set<String> users) {
    static final Stats DEFAULT =
            new Stats("/haproxy?stats", Duration.ZERO, "HAProxy Statistics", Set.of());

    public Stats {
        users = Set.copyOf(users);
    }

    Stats at(String other) {
        return new Stats(other, refresh, realm, users);
    }

    Stats refreshed(Duration other) {
        return new Stats(uri, other, realm, users);
    }

    Stats in(String other) {
        return new Stats(uri, refresh, other, users);
    }

    Stats with(String user) {
        if (user.indexOf(':') < 1) {
            throw new LineException("stats auth wants NAME:PASSWORD");
        }
        var more = new HashSet<>(users);
        more.add(user);
        return new Stats(uri, refresh, realm, more);
    }
}
