package labs.proxy.config;

import java.time.Duration;
import java.util.Optional;

/**
 * {@code server}, with HAProxy's own values for what is not said.
 *
 * @param weight 0 to 256; 0 takes no new clients
 * @param maxconn how many connections at a time; 0 for any number
 * @param slowstart how long it takes to full weight when it comes back
 * @param cookie what the persistence cookie says for this server
 * @param tls whether it is spoken to in TLS, without looking at its certificate
 */
public record Server(
        String name,
        Address address,
        int weight,
        boolean backup,
        int maxconn,
        Duration slowstart,
        Optional<String> cookie,
        SendProxy sendProxy,
        boolean tls,
        Check check,
        Observe observe) {
    /** Which PROXY header a connection to a server begins with. */
    public enum SendProxy {
        NONE,
        V1,
        V2
    }

    /** What is watched of the traffic itself, and what so many errors in a row do. */
    public enum Layer {
        NONE,
        LAYER4,
        LAYER7
    }

    /** {@code on-error}. */
    public enum OnError {
        FAIL_CHECK,
        MARK_DOWN
    }

    /** {@code check inter rise fall}. */
    public record Check(boolean enabled, Duration interval, int rise, int fall) {}

    /** {@code observe error-limit on-error}. */
    public record Observe(Layer layer, int errorLimit, OnError onError) {}
}
