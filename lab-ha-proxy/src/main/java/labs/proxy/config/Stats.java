package labs.proxy.config;

import java.time.Duration;

/**
 * {@code stats}: the page about the proxy itself.
 *
 * @param refresh how often a browser loads it again; zero for never
 */
public record Stats(String uri, Duration refresh) {
    static final Stats DEFAULT = new Stats("/haproxy?stats", Duration.ZERO);
}
