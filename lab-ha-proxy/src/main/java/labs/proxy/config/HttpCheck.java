package labs.proxy.config;

import java.util.List;
import java.util.Optional;

/**
 * {@code option httpchk} and {@code http-check}: the request, and the answer of a healthy server.
 *
 * @param headers lines without their ends
 * @param expect empty for 2xx and 3xx
 */
public record HttpCheck(
        String method,
        String uri,
        String version,
        List<String> headers,
        String body,
        Optional<Expect> expect) {
    /** A request without headers, and any answer of 2xx or 3xx. */
    public HttpCheck(String method, String uri, String version) {
        this(method, uri, version, List.of(), "", Optional.empty());
    }

    /** What is looked at. */
    public enum What {
        STATUS,
        RSTATUS,
        STRING,
        RSTRING
    }

    /** {@code http-check expect}. */
    public record Expect(What what, boolean negated, String pattern) {}

    /** The same with another expectation. */
    HttpCheck expecting(Expect other) {
        return new HttpCheck(method, uri, version, headers, body, Optional.of(other));
    }

    public HttpCheck {
        headers = List.copyOf(headers);
    }
}
