package labs.rpc.around;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The compressions of HTTP that both sides here know (RFC 9110, 8.4.1). */
enum ContentCoding {
    GZIP,
    DEFLATE;

    /** All of them, as a header lists them. */
    static final String ALL = "gzip, deflate";

    /** As headers have it. */
    String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What was done to a body, in order; {@code identity} is nothing. */
    static List<String> appliedTo(HttpHeaders headers) {
        // BEGIN SOLUTION
        List<String> codings = elements(headers, HttpHeaderNames.CONTENT_ENCODING);
        codings.removeIf(coding -> coding.equals("identity"));
        return codings;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    /** The one of this name, or null. */
    static ContentCoding named(String token) {
        // BEGIN SOLUTION
        return switch (token) {
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default -> null;
        };
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    /** What the sender of these headers takes, the better first; null if none. */
    static ContentCoding acceptedBy(HttpHeaders headers) {
        // BEGIN SOLUTION
        List<String> accepted = elements(headers, HttpHeaderNames.ACCEPT_ENCODING);
        accepted.removeIf(element -> element.matches(".*;\\s*q=0(\\.0*)?")); // not at any price
        accepted.replaceAll(element -> element.replaceAll("\\s*;.*", ""));
        if (accepted.contains("gzip") || accepted.contains("x-gzip") || accepted.contains("*")) {
            return GZIP;
        }
        return accepted.contains("deflate") ? DEFLATE : null;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    private static List<String> elements(HttpHeaders headers, CharSequence name) {
        List<String> elements = new ArrayList<>();
        for (String value : headers.getAll(name)) {
            for (String element : value.split(",")) {
                if (!element.isBlank()) {
                    elements.add(element.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return elements;
    }
}
