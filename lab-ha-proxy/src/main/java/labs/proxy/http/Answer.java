package labs.proxy.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.util.Map;

/**
 * What the proxy says itself.
 *
 * @param fields lines that end in CRLF, beside those about length and connection
 * @param late whether the client waits for it: {@code tarpit}
 */
public record Answer(int status, String fields, String body, boolean late) {
    private static final Map<Integer, String> REASONS =
            Map.ofEntries(
                    Map.entry(200, "OK"),
                    Map.entry(201, "Created"),
                    Map.entry(202, "Accepted"),
                    Map.entry(203, "Non-Authoritative Information"),
                    Map.entry(204, "No Content"),
                    Map.entry(205, "Reset Content"),
                    Map.entry(206, "Partial Content"),
                    Map.entry(304, "Not Modified"),
                    Map.entry(301, "Moved Permanently"),
                    Map.entry(302, "Found"),
                    Map.entry(303, "See Other"),
                    Map.entry(307, "Temporary Redirect"),
                    Map.entry(308, "Permanent Redirect"),
                    Map.entry(400, "Bad request"),
                    Map.entry(401, "Unauthorized"),
                    Map.entry(403, "Forbidden"),
                    Map.entry(404, "Not Found"),
                    Map.entry(405, "Method Not Allowed"),
                    Map.entry(407, "Proxy Authentication Required"),
                    Map.entry(408, "Request Time-out"),
                    Map.entry(410, "Gone"),
                    Map.entry(413, "Payload Too Large"),
                    Map.entry(421, "Misdirected Request"),
                    Map.entry(422, "Unprocessable Content"),
                    Map.entry(425, "Too Early"),
                    Map.entry(429, "Too Many Requests"),
                    Map.entry(500, "Internal Server Error"),
                    Map.entry(501, "Not Implemented"),
                    Map.entry(502, "Bad Gateway"),
                    Map.entry(503, "Service Unavailable"),
                    Map.entry(504, "Gateway Time-out"));
    private static final String NO_CACHE = "cache-control: no-cache\r\n";

    /** Ends the connection without a word. */
    static final Answer SILENCE = new Answer(0, "", "");

    /** No answer: what rules give that end a list and let the request go on. */
    static final Answer NONE = new Answer(-1, "", "");

    Answer(int status, String fields, String body) {
        this(status, fields, body, false);
    }

    /** Whether nothing is said at all. */
    boolean isSilence() {
        return status == SILENCE.status;
    }

    /** The same, after a while. */
    Answer kept() {
        return new Answer(status, fields, body, true);
    }

    /** What a status says in words. */
    static String reason(int status) {
        return REASONS.getOrDefault(
                status, status < 200 ? "Continue" : status < 300 ? "OK" : "Other");
    }

    /** One that says what went wrong, for people. */
    static Answer error(int status) {
        String text = status + " " + reason(status);
        return new Answer(
                status,
                NO_CACHE + "content-type: text/html\r\n",
                "<html><body><h1>" + text + "</h1></body></html>\n");
    }

    /** The page for this status that the configuration has, or the usual one. */
    static Answer page(Conditions.Seen seen, int status) {
        Answer own = seen.scope().pages.get(status);
        return own == null ? error(status) : own;
    }

    /** A whole answer as it stands in a file; nothing at all for an empty one. */
    static Answer ofFile(int status, String text) {
        if (text.isEmpty()) {
            return SILENCE;
        }
        int end = text.indexOf("\r\n\r\n");
        var fields = new StringBuilder();
        for (String line : text.substring(0, end).split("\r\n")) {
            // The proxy says itself how long it is, and whether the connection goes on.
            boolean ours =
                    line.regionMatches(true, 0, "content-length:", 0, 15)
                            || line.regionMatches(true, 0, "connection:", 0, 11)
                            || line.startsWith("HTTP/");
            fields.append(ours ? "" : line + "\r\n");
        }
        int said = Integer.parseInt(text.substring(9, 12));
        return new Answer(said, fields.toString(), text.substring(end + 4));
    }

    /** Asks for a name and a password. */
    static Answer unauthorized(String realm) {
        return error(401)
                .with("WWW-Authenticate", "Basic realm=\"" + realm.replace("\"", "") + "\"");
    }

    /** The same with one more field. */
    Answer with(String name, String value) {
        return new Answer(status, fields + name + ": " + value + "\r\n", body, late);
    }

    static Answer redirect(int status, String location) {
        boolean temporary = status == 302 || status == 303 || status == 307;
        return new Answer(
                status, "location: " + location + "\r\n" + (temporary ? NO_CACHE : ""), "");
    }

    /** A page or a file of text. */
    public static Answer page(String type, String body) {
        return new Answer(200, NO_CACHE + "content-type: " + type + "\r\n", body);
    }

    /**
     * The bytes of it.
     *
     * @param head whether the request was HEAD: then without the body
     */
    ByteBuf bytes(ByteBufAllocator allocator, boolean keepAlive, boolean head) {
        byte[] content = body.getBytes(UTF_8);
        String text =
                "HTTP/1.1 %d %s\r\ncontent-length: %d\r\n%s%s\r\n"
                        .formatted(
                                status,
                                reason(status),
                                content.length,
                                fields,
                                keepAlive ? "" : "connection: close\r\n");
        ByteBuf bytes = ByteBufUtil.writeUtf8(allocator, text);
        return head ? bytes : bytes.writeBytes(content);
    }
}
