package labs.rpc.client;

import java.util.List;
import java.util.Map;

/** What may stand in the head of a request. Asked before anything is sent or any place is taken. */
final class HttpWords {
    /** They say where a request ends: wrong, and the rest is taken for the next one. */
    private static final List<String> OURS = List.of("content-length", "transfer-encoding");

    private HttpWords() {}

    /**
     * @throws IllegalArgumentException if a request with this path would be no HTTP
     */
    static void requirePath(String path) {
        boolean good = path.startsWith("/") && path.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (!good || path.indexOf('#') >= 0) {
            throw new IllegalArgumentException(
                    "a path begins with / and holds no blank; write others as %20: "
                            + Excerpt.of(path));
        }
    }

    /**
     * @throws IllegalArgumentException if a header has an impossible name or value, or is one that
     *     only the client itself can set; the value is not repeated, it may be a password
     */
    static void requireHeaders(Map<String, String> headers) {
        headers.forEach(HttpWords::requireHeader);
    }

    private static void requireHeader(String name, String value) {
        if (name.isEmpty() || !name.chars().allMatch(HttpWords::isToken)) {
            throw new IllegalArgumentException("no name of an HTTP header: " + Excerpt.of(name));
        }
        for (String ours : OURS) {
            if (name.equalsIgnoreCase(ours)) {
                throw new IllegalArgumentException(
                        "the client sets the header " + name + " itself");
            }
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                throw new IllegalArgumentException(
                        String.format(
                                "the header %s holds U+%04X at %d, which HTTP forbids%s",
                                name, (int) c, i, c == '\n' || c == '\r' ? " (a line end)" : ""));
            }
        }
    }

    private static boolean isToken(int c) {
        return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }

    /** Host and port as the header Host has them: an IPv6 address in brackets, without a zone. */
    static String authority(String host, int port) {
        boolean isIpv6 = host.indexOf(':') >= 0;
        String bare = isIpv6 ? host.replaceAll("%.*", "") : host;
        return (isIpv6 ? "[" + bare + "]" : bare) + ":" + port;
    }
}
