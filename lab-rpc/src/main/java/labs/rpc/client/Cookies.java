package labs.rpc.client;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The cookies of one server, kept by the handler of the options. Thread-safe. */
final class Cookies {
    private final ClientOptions options;
    private final URI url;

    Cookies(ClientOptions options) {
        this.options = options;
        this.url = options.url();
    }

    /** The request with the cookies that the server shall get back. */
    Request addTo(Request request) {
        try {
            Map<String, String> headers = new LinkedHashMap<>();
            Map<String, List<String>> kept = options.cookies().get(url, Map.of());
            kept.forEach(
                    (name, values) -> {
                        if (!values.isEmpty()) {
                            headers.put(name, String.join("; ", values));
                        }
                    });
            headers.putAll(request.headers());
            HttpWords.requireHeaders(headers);
            return new Request(request.body(), headers, request.idempotent(), request.deadline());
        } catch (IOException e) {
            throw new NotRunException("the cookies could not be read", false, e);
        }
    }

    /** The same response, when its cookies are kept. */
    Response keep(Response response) {
        try {
            options.cookies().put(url, response.headerMap());
            return response;
        } catch (IOException e) {
            throw new OutcomeUnknownException("the cookies could not be kept", e);
        }
    }
}
