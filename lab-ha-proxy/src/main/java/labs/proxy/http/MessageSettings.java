package labs.proxy.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import labs.proxy.backend.Peer;
import labs.proxy.backend.Upstream;
import labs.proxy.config.HttpSettings;

/** What a frontend or a backend says of messages, made ready to be asked. */
final class MessageSettings {
    private final HttpSettings config;
    private final HttpRules responses;
    private final HttpRules all;
    private final Map<Integer, Answer> pages = new HashMap<>();
    private final Predicate<byte[]> except;
    private final Predicate<byte[]> exceptTo;

    MessageSettings(HttpSettings config, Function<String, Upstream> backends) {
        this.config = config;
        this.responses = new HttpRules(config.responseRules(), backends, true);
        this.all = new HttpRules(config.afterRules(), backends, true);
        config.errorPages()
                .forEach((status, text) -> pages.put(status, Answer.ofFile(status, text)));
        this.except = network(config.forward());
        this.exceptTo = network(config.original());
    }

    private static Predicate<byte[]> network(Optional<HttpSettings.Forward> forward) {
        return forward.flatMap(HttpSettings.Forward::except)
                .map(Conditions::network)
                .orElse(address -> false);
    }

    HttpSettings config() {
        return config;
    }

    /** {@code http-response}. */
    HttpRules responses() {
        return responses;
    }

    /** {@code http-after-response}. */
    HttpRules all() {
        return all;
    }

    Map<Integer, Answer> pages() {
        return pages;
    }

    /** {@code option forwardfor}; returns whether it says anything about that. */
    boolean tellSource(Draft request, Peer client) {
        config.forward()
                .filter(one -> !except.test(client.source().getAddress().getAddress()))
                .ifPresent(one -> tell(one, request, client.address()));
        return config.forward().isPresent();
    }

    /** {@code option originalto}, likewise. */
    boolean tellDestination(Draft request, Peer client) {
        config.original()
                .filter(one -> !exceptTo.test(client.destination().getAddress().getAddress()))
                .ifPresent(
                        one -> tell(one, request, Fetches.text(client.destination().getAddress())));
        return config.original().isPresent();
    }

    private static void tell(HttpSettings.Forward forward, Draft request, String address) {
        String name = forward.header();
        if (!forward.ifNone()
                || request.values(name.toLowerCase(java.util.Locale.ROOT)).isEmpty()) {
            request.add(name, address);
        }
    }
}
