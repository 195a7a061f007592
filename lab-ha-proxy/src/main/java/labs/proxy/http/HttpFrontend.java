package labs.proxy.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import labs.proxy.backend.Upstream;
import labs.proxy.config.BackendRule;
import labs.proxy.config.Condition;
import labs.proxy.config.Frontend;
import labs.proxy.config.Timeouts;
import labs.proxy.http.Conditions.Seen;
import labs.proxy.stats.Counters;

/** A frontend in mode http, with what its configuration says made ready to be asked. */
public final class HttpFrontend {
    private static final Duration LINGER = Duration.ofSeconds(2);

    private record Choice(Predicate<Seen> applies, HttpBackend backend) {}

    private final Frontend config;
    private final Counters counters;
    private final HttpRules rules;
    private final MessageSettings settings;
    private final Map<String, HttpBackend> backends;
    private final Optional<RequestLog> log;
    private final ConnectionRules tcpRules;
    private final List<Predicate<Seen>> monitorFails = new ArrayList<>();
    private final Optional<Filler> uniqueId;
    private final List<Choice> choices = new ArrayList<>();
    private final Optional<HttpBackend> fallback;
    private final Duration clientTimeout;
    private final Duration requestTimeout;
    private final Duration keepAliveTimeout;
    private final Duration clientEndTimeout;

    /**
     * @param backends those in mode http, by their names
     * @param all those of whom rules may ask how busy they are
     */
    public HttpFrontend(
            Frontend config,
            Counters counters,
            Map<String, HttpBackend> backends,
            Function<String, Upstream> all) {
        this.config = config;
        this.counters = counters;
        this.backends = backends;
        this.rules = new HttpRules(config.httpRules(), all);
        this.settings = new MessageSettings(config.http(), all);
        this.log = RequestLog.of(config.log(), all);
        this.tcpRules = new ConnectionRules(config.tcpRules(), all);
        for (Condition condition : config.http().monitorFails()) {
            monitorFails.add(Conditions.of(condition, all));
        }
        this.uniqueId = config.uniqueId().map(format -> new Filler(format, all));
        for (BackendRule rule : config.useBackend()) {
            choices.add(
                    new Choice(Conditions.of(rule.condition(), all), backends.get(rule.backend())));
        }
        this.fallback = config.defaultBackend().map(backends::get);
        Timeouts timeouts = config.timeouts();
        clientTimeout = timeouts.of(Timeouts.Kind.CLIENT).orElse(Duration.ofDays(1));
        requestTimeout = timeouts.of(Timeouts.Kind.HTTP_REQUEST).orElse(clientTimeout);
        clientEndTimeout = timeouts.of(Timeouts.Kind.CLIENT_FIN).orElse(LINGER);
        keepAliveTimeout = timeouts.of(Timeouts.Kind.HTTP_KEEP_ALIVE).orElse(requestTimeout);
    }

    Frontend config() {
        return config;
    }

    Counters counters() {
        return counters;
    }

    HttpRules rules() {
        return rules;
    }

    /** The backend in mode http of these servers; null if there is none. */
    HttpBackend backendOf(Upstream upstream) {
        return upstream == null ? null : backends.get(upstream.config().name());
    }

    MessageSettings settings() {
        return settings;
    }

    Optional<RequestLog> log() {
        return log;
    }

    ConnectionRules tcpRules() {
        return tcpRules;
    }

    Optional<Filler> uniqueId() {
        return uniqueId;
    }

    /** The answer to {@code monitor-uri}; null if this request is for something else. */
    Answer monitor(Seen seen) {
        if (config.http().monitorUri().isEmpty()
                || !isMonitor(seen.request().target(), config.http().monitorUri().get())) {
            return null;
        }
        boolean fails = monitorFails.stream().anyMatch(one -> one.test(seen));
        return fails
                ? Answer.page(seen, 503)
                : Answer.page(
                        "text/html",
                        "<html><body><h1>200 OK</h1>\nService ready.\n</body></html>\n");
    }

    private static boolean isMonitor(String target, String uri) {
        return (uri.startsWith("/") ? Target.local(target) : target).equals(uri);
    }

    /** The backend of the first rule that applies; the default if none does. */
    Optional<HttpBackend> backend(Seen seen) {
        for (Choice choice : choices) {
            if (choice.applies().test(seen)) {
                return Optional.of(choice.backend());
            }
        }
        return fallback;
    }

    /** How long a client may say nothing in the middle of something. */
    Duration clientTimeout() {
        return clientTimeout;
    }

    /** How long the head of a request may take, from its first byte to its last. */
    Duration requestTimeout() {
        return requestTimeout;
    }

    /** How long a client may wait between two requests. */
    Duration keepAliveTimeout() {
        return keepAliveTimeout;
    }

    /** How long a client may take to end once the proxy has. */
    Duration clientEndTimeout() {
        return clientEndTimeout;
    }
}
