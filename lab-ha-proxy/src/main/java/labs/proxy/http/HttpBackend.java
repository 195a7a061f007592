package labs.proxy.http;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Backend;
import labs.proxy.config.Stats;
import labs.proxy.config.Timeouts;

/** A backend in mode http, with what its configuration says made ready to be asked. */
public final class HttpBackend {
    private final Upstream upstream;
    private final HttpRules rules;
    private final Optional<ServerCookie> cookie;
    private final Duration serverTimeout;
    private final Optional<Duration> tunnelTimeout;

    /**
     * @param backends those of whom its rules may ask how busy they are, by their names
     */
    public HttpBackend(Upstream upstream, Function<String, Upstream> backends) {
        Backend config = upstream.config();
        this.upstream = upstream;
        this.rules = new HttpRules(config.httpRules(), backends);
        this.cookie = config.cookie().map(ServerCookie::new);
        this.serverTimeout = config.timeouts().of(Timeouts.Kind.SERVER).orElse(Duration.ofDays(1));
        this.tunnelTimeout = config.timeouts().of(Timeouts.Kind.TUNNEL);
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

    Duration serverTimeout() {
        return serverTimeout;
    }

    /**
     * How long both may be silent once another protocol is spoken. Where nothing is said, the
     * shorter patience of the two sides ends it.
     */
    Duration tunnelTimeout(Duration clientTimeout) {
        Duration shorter =
                clientTimeout.compareTo(serverTimeout) < 0 ? clientTimeout : serverTimeout;
        return tunnelTimeout.orElse(shorter);
    }
}
