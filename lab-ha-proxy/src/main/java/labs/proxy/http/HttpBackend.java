package labs.proxy.http;

import java.time.Duration;
import java.util.Optional;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Backend;
import labs.proxy.config.Stats;
import labs.proxy.config.Timeouts;

/** A backend in mode http, with what its configuration says made ready to be asked. */
public final class HttpBackend {
    private static final Duration TURN_AROUND = Duration.ofSeconds(1);
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Upstream upstream;
    private final HttpRules rules;
    private final Optional<ServerCookie> cookie;
    private final Duration connectTimeout;
    private final Duration serverTimeout;

    public HttpBackend(Upstream upstream) {
        Backend config = upstream.config();
        this.upstream = upstream;
        this.rules = new HttpRules(config.httpRules());
        this.cookie = config.cookie().map(ServerCookie::new);
        this.connectTimeout = config.timeouts().of(Timeouts.Kind.CONNECT).orElse(CONNECT);
        this.serverTimeout = config.timeouts().of(Timeouts.Kind.SERVER).orElse(Duration.ofDays(1));
    }

    Upstream upstream() {
        return upstream;
    }

    HttpRules rules() {
        return rules;
    }

    Optional<ServerCookie> cookie() {
        return cookie;
    }

    Optional<Stats> stats() {
        return upstream.config().stats();
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Duration serverTimeout() {
        return serverTimeout;
    }

    /** How long a request may wait for a server; as long as for a connection if nothing is said. */
    Duration queueTimeout() {
        return upstream.config().timeouts().of(Timeouts.Kind.QUEUE).orElse(connectTimeout);
    }

    /** How long to wait before the same server is tried again. */
    Duration turnAround() {
        return connectTimeout.compareTo(TURN_AROUND) < 0 ? connectTimeout : TURN_AROUND;
    }
}
