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
import labs.proxy.config.Frontend;
import labs.proxy.config.Timeouts;
import labs.proxy.http.Conditions.Seen;
import labs.proxy.stats.Counters;

/** A frontend in mode http, with what its configuration says made ready to be asked. */
public final class HttpFrontend {
    private record Choice(Predicate<Seen> applies, HttpBackend backend) {}

    private final Frontend config;
    private final Counters counters;
    private final HttpRules rules;
    private final List<Choice> choices = new ArrayList<>();
    private final Optional<HttpBackend> fallback;
    private final Duration clientTimeout;
    private final Duration requestTimeout;
    private final Duration keepAliveTimeout;

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
        this.rules = new HttpRules(config.httpRules(), all);
        for (BackendRule rule : config.useBackend()) {
            choices.add(
                    new Choice(Conditions.of(rule.condition(), all), backends.get(rule.backend())));
        }
        this.fallback = config.defaultBackend().map(backends::get);
        Timeouts timeouts = config.timeouts();
        clientTimeout = timeouts.of(Timeouts.Kind.CLIENT).orElse(Duration.ofDays(1));
        requestTimeout = timeouts.of(Timeouts.Kind.HTTP_REQUEST).orElse(clientTimeout);
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
}
