package labs.rpc.client;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Follows redirections to other addresses, as far as the options allow. Thread-safe. */
final class Redirects implements AutoCloseable {
    private static final int MAX_ROUTES =
            16; // each has threads: a server must not make us open more

    private final Map<URI, Route> routes = new HashMap<>(); // guarded by this
    private boolean closed; // guarded by this

    /** The response that is none of a redirection, or the one that may not be followed. */
    CompletableFuture<Response> send(Route route, Request request, int hops) {
        CompletableFuture<Response> sent = route.attempts().send(request);
        return hops == 0
                ? sent
                : sent.thenCompose(response -> next(route, request, response, hops));
    }

    private CompletableFuture<Response> next(
            Route from, Request request, Response response, int hops) {
        URI target = target(from.options(), response);
        if (target == null) {
            return CompletableFuture.completedFuture(response);
        }
        boolean sameHost = target.getHost().equalsIgnoreCase(from.options().url().getHost());
        return send(
                route(from, target), sameHost ? request : request.withoutCredentials(), hops - 1);
    }

    /** Null if there is none, or it is one that must not be followed. */
    private static URI target(ClientOptions from, Response response) {
        try {
            URI target =
                    response.location() == null ? null : from.url().resolve(response.location());
            boolean good =
                    target != null
                            && target.getHost() != null
                            && ("https".equals(target.getScheme())
                                    || "http".equals(target.getScheme()) && !from.secure());
            return good ? target : null;
        } catch (IllegalArgumentException e) {
            return null; // no address at all; the message of the failure shows it
        }
    }

    private synchronized Route route(Route from, URI target) {
        if (closed || routes.size() == MAX_ROUTES && !routes.containsKey(target)) {
            throw new NotRunException("too many redirections to ever new addresses", false, null);
        }
        return routes.computeIfAbsent(target, url -> Route.to(from.options().redirectedTo(url)));
    }

    @Override
    public synchronized void close() {
        closed = true;
        routes.values().forEach(Route::close);
    }
}
