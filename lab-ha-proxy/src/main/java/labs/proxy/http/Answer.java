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
 */
public record Answer(int status, String fields, String body) {
    private static final Map<Integer, String> REASONS =
            Map.ofEntries(
                    Map.entry(200, "OK"),
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

    /** One that says what went wrong, for people. */
    static Answer error(int status) {
        String text = status + " " + REASONS.get(status);
        return new Answer(
                status,
                NO_CACHE + "content-type: text/html\r\n",
                "<html><body><h1>" + text + "</h1></body></html>\n");
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
                                REASONS.get(status),
                                content.length,
                                fields,
                                keepAlive ? "" : "connection: close\r\n");
        ByteBuf bytes = ByteBufUtil.writeUtf8(allocator, text);
        return head ? bytes : bytes.writeBytes(content);
    }
}
