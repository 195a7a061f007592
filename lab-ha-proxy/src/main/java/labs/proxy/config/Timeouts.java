package labs.proxy.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code timeout}: what is not said has no limit. */
public record Timeouts(Map<Kind, Duration> limits) {
    /** What is limited, by HAProxy's name for it. */
    public enum Kind {
        CONNECT,
        CLIENT,
        SERVER,
        QUEUE,
        CHECK,
        HTTP_REQUEST,
        HTTP_KEEP_ALIVE,
        TUNNEL,
        /** How long the rest may take once the client, or the server, has ended. */
        CLIENT_FIN,
        SERVER_FIN,
        TARPIT
    }

    public Timeouts {
        limits = Map.copyOf(limits);
    }

    public Optional<Duration> of(Kind kind) {
        return Optional.ofNullable(limits.get(kind));
    }
}
