package labs.proxy.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import labs.proxy.config.CookiePersistence;

/** {@code cookie NAME insert}: the proxy's own cookie says which server a client belongs to. */
final class ServerCookie {
    private final CookiePersistence settings;

    ServerCookie(CookiePersistence settings) {
        this.settings = settings;
    }

    /** What the client's cookie of this name says, if it has one; of several, the first. */
    Optional<String> of(Draft request) {
        // BEGIN SOLUTION
        for (String value : request.values("cookie")) {
            for (String pair : pairs(value)) {
                if (isOurs(pair)) {
                    return Optional.of(pair.substring(pair.indexOf('=') + 1).strip());
                }
            }
        }
        return Optional.empty();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }

    /**
     * With {@code indirect}, takes the cookie out of the request, and no other: the server never
     * sees it. A {@code Cookie} field with nothing left goes, too.
     */
    void strip(Draft request) {
        // BEGIN SOLUTION
        List<String> before = request.values("cookie");
        if (!settings.indirect() || of(request).isEmpty()) {
            return;
        }
        request.drop("cookie");
        for (String value : before) {
            var kept = new ArrayList<String>();
            for (String pair : pairs(value)) {
                if (!isOurs(pair) && !pair.isBlank()) {
                    kept.add(pair.strip());
                }
            }
            if (!kept.isEmpty()) {
                request.add("Cookie", String.join("; ", kept));
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }

    /**
     * Gives the client the cookie of the server that answered, unless its own led there. A server
     * without a cookie takes away the one that the client has. With {@code nocache}, an answer that
     * a cache on the way might keep (it says how old it may become, or how to ask whether it has
     * changed) becomes {@code Cache-Control: private}: everybody would get this client's cookie.
     *
     * @param server the cookie of the server, if it has one
     * @param sent what the client's cookie said
     * @param led whether the request went where its cookie said
     */
    void insert(Draft response, Optional<String> server, Optional<String> sent, boolean led) {
        // BEGIN SOLUTION
        if (led || (server.isEmpty() && sent.isEmpty())) {
            return;
        }
        String value =
                server.map(name -> name + "; path=/")
                        .orElse("; Expires=Thu, 01-Jan-1970 00:00:01 GMT; path=/");
        response.add(
                "Set-Cookie",
                settings.name()
                        + "="
                        + value
                        + (settings.httponly() ? "; HttpOnly" : "")
                        + (settings.secure() ? "; Secure" : ""));
        if (settings.nocache() && mayBeKept(response)) {
            response.add("Cache-Control", "private");
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }

    // BEGIN SOLUTION
    private static boolean mayBeKept(Draft response) {
        return !response.values("etag").isEmpty()
                || !response.values("last-modified").isEmpty()
                || !response.values("expires").isEmpty()
                || response.values("cache-control").stream()
                        .anyMatch(one -> one.contains("max-age"));
    }

    private boolean isOurs(String pair) {
        int equals = pair.indexOf('=');
        return equals > 0 && pair.substring(0, equals).strip().equals(settings.name());
    }

    // A quoted value may hold what parts cookies elsewhere.
    private static List<String> pairs(String value) {
        return QuotedList.split(value, ";");
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
