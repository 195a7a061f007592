package labs.rpc.server;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The headers of a request with their names in lower case. Most handlers never look at them, so the
 * map is made when one does. Not thread-safe: it belongs to the worker that has the call.
 */
final class HeaderMap extends AbstractMap<String, String> {
    private final HttpHeaders headers;
    private Map<String, String> lowerCase; // null until somebody asks

    HeaderMap(HttpHeaders headers) {
        this.headers = headers;
    }

    @Override
    public String get(Object name) {
        return made().get(name);
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return made().entrySet();
    }

    private Map<String, String> made() {
        if (lowerCase == null) {
            Map<String, String> made = new HashMap<>();
            for (Entry<String, String> header : headers) {
                String name = header.getKey().toLowerCase(Locale.ROOT);
                made.merge(name, header.getValue(), (a, b) -> a + ", " + b);
            }
            lowerCase = made;
        }
        return lowerCase;
    }
}
