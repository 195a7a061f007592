package labs.proxy.http;

import java.util.List;
import java.util.Locale;

/**
 * How long a body is, by RFC 9112, part 6. Whatever two readers could understand in two ways is
 * refused: {@code Content-Length} beside {@code Transfer-Encoding}, lengths that differ, lengths
 * that are no plain numbers, any coding but {@code chunked}, and chunks in HTTP/1.0. The same
 * length said twice is one length, and goes on once.
 */
final class Framing {
    private static final int MAX_DIGITS = 18;

    private Framing() {}

    /** The body of a request; without a word about its length it has none. */
    static Body ofRequest(Head head) throws BadMessage {
        // BEGIN SOLUTION
        Body body = said(head, false);
        return body == null ? Body.none() : body;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }

    /**
     * The body of a response. The answer to {@code HEAD}, 1xx, 204 and 304 have none, whatever
     * their fields say; without a word about its length a body ends with the connection.
     */
    static Body ofResponse(Head head, String method) throws BadMessage {
        // BEGIN SOLUTION
        Body body = said(head, true);
        int status = head.status();
        if (method.equals("HEAD") || status < 200 || status == 204 || status == 304) {
            return Body.none();
        }
        return body == null ? Body.untilClose() : body;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }

    /** Leaves one {@code Content-Length} of several, or of a list, that say the same. */
    static void sayOnce(Draft draft) {
        // BEGIN SOLUTION
        List<String> values = draft.values("content-length");
        if (values.size() > 1 || (values.size() == 1 && values.get(0).indexOf(',') >= 0)) {
            draft.set("Content-Length", values.get(0).split(",")[0].strip());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }

    /** 1xx and 204 end with their heads, and so must not speak of a body (RFC 9110, part 8.6). */
    static void dropWhereNone(Draft response) {
        // BEGIN SOLUTION
        int status = response.head().status();
        if (status < 200 || status == 204) {
            response.drop("content-length");
            response.drop("transfer-encoding");
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }

    // BEGIN SOLUTION
    private static Body said(Head head, boolean blanks) throws BadMessage {
        long length = -1;
        boolean chunked = false;
        for (int i = 0; i < head.fields(); i++) {
            if (head.isNamed(i, "content-length")) {
                length = same(length, head.value(i));
            } else if (head.isNamed(i, "transfer-encoding")) {
                boolean alone = !chunked && head.isVersion11();
                if (!alone || !head.value(i).toLowerCase(Locale.ROOT).equals("chunked")) {
                    throw new BadMessage("Transfer-Encoding other than chunked, once, in HTTP/1.1");
                }
                chunked = true;
            }
        }
        if (chunked && length >= 0) {
            throw new BadMessage("both Content-Length and Transfer-Encoding");
        }
        return chunked ? Body.chunked(blanks) : length >= 0 ? Body.ofLength(length) : null;
    }

    private static long same(long before, String value) throws BadMessage {
        long length = before;
        for (String one : value.split(",", -1)) {
            long next = number(one.strip());
            if (length >= 0 && length != next) {
                throw new BadMessage("two lengths: " + length + " and " + next);
            }
            length = next;
        }
        return length;
    }

    private static long number(String text) throws BadMessage {
        boolean digits = !text.isEmpty() && text.length() <= MAX_DIGITS;
        for (int i = 0; i < text.length() && digits; i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!digits) {
            throw new BadMessage("Content-Length '" + text + "' is no number");
        }
        return Long.parseLong(text);
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
