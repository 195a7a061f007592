package labs.rpc.client;

import java.nio.charset.StandardCharsets;

/** The beginning of what came over the wire, in a form that fits in a message. */
final class Excerpt {
    private static final int LENGTH = 200;

    private Excerpt() {}

    static String of(byte[] bytes) {
        int length = Math.min(bytes.length, LENGTH);
        String text = of(new String(bytes, 0, length, StandardCharsets.UTF_8));
        return length < bytes.length ? text + "…" : text;
    }

    /** In quotes, each line end as a blank, and what cannot be printed as its code. */
    static String of(String text) {
        StringBuilder printed = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '\r' || c == '\n' || c == '\t') {
                printed.append(' ');
            } else if (Character.isISOControl(c)) {
                printed.append(String.format("\\x%02x", (int) c));
            } else {
                printed.append(c);
            }
        }
        return printed.append('"').toString();
    }
}
