package labs.proxy.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Backend;
import labs.proxy.config.BackendRule;
import labs.proxy.config.Stats;
import labs.proxy.config.Timeouts;
import labs.proxy.http.Conditions.Seen;

/** A backend in mode http, with what its configuration says made ready to be asked. */
public final class HttpBackend {
    private static final Set<String> LOST =
            Set.of("conn-failure", "empty-response", "response-timeout");

    private final Upstream upstream;

    private record ServerChoice(Predicate<Seen> applies, String server) {}

    private final HttpRules rules;
    private final MessageSettings settings;
    private final ConnectionRules tcpRules;
    private final Optional<Duration> serverEndTimeout;
    private final List<ServerChoice> useServer = new ArrayList<>();
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
        this.settings = new MessageSettings(config.http(), backends);
        this.tcpRules = new ConnectionRules(config.tcpRules(), backends);
        this.serverEndTimeout = config.timeouts().of(Timeouts.Kind.SERVER_FIN);
        for (BackendRule rule : config.useServer()) {
            useServer.add(
                    new ServerChoice(Conditions.of(rule.condition(), backends), rule.backend()));
        }
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

    /**
     * Whether a request that failed in this way may be tried again; where {@code retry-on} says
     * nothing, only after a connection that was lost.
     */
    boolean retriesOn(String failure) {
        Set<String> said = upstream.config().retryOn();
        return said.contains(failure)
                || (said.contains("all-retryable-errors") && !failure.startsWith("4"))
                || (said.isEmpty() && failure.equals("empty-response"));
    }

    /** {@code tcp-request content}. */
    ConnectionRules tcpRules() {
        return tcpRules;
    }

    /** Whether a request that a connection's end has lost is sent again in any case. */
    boolean retriesLostOnes() {
        return upstream.config().retryOn().contains("all-retryable-errors")
                || upstream.config().retryOn().containsAll(LOST);
    }

    MessageSettings settings() {
        return settings;
    }

    /** The server that a rule sends this request to, if it can serve. */
    Optional<String> chosenServer(Seen seen) {
        for (ServerChoice choice : useServer) {
            if (choice.applies().test(seen) && upstream.mayServe(choice.server())) {
                return Optional.of(choice.server());
            }
        }
        return Optional.empty();
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

    /** How long a server may be silent once its client has ended. */
    Optional<Duration> serverEndTimeout() {
        return serverEndTimeout;
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
