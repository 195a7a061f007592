package labs.proxy.http;

/**
 * The first message of TLS, as far as a proxy that cannot read the rest looks into it. Bytes are
 * given as characters of ISO 8859-1.
 */
final class ClientHello {
    private static final int HANDSHAKE = 22;
    private static final int FIXED = 43; // up to the length of the session's id

    private ClientHello() {}

    /** 1 for a ClientHello; null if this is none, or not enough of it. */
    static Long type(String bytes) {
        boolean handshake = bytes.length() > 5 && bytes.charAt(0) == HANDSHAKE;
        return handshake ? (long) bytes.charAt(5) : null;
    }

    /** The name that the client asks for; null if it asks for none. */
    static String serverName(String bytes) {
        try {
            return type(bytes) != null && type(bytes) == 1 ? inExtensions(bytes) : null;
        } catch (StringIndexOutOfBoundsException notWhole) {
            return null;
        }
    }

    private static String inExtensions(String bytes) {
        int at = FIXED + 1 + bytes.charAt(FIXED);
        at += 2 + number(bytes, at); // ciphers
        at += 1 + bytes.charAt(at); // compression
        int end = at + 2 + number(bytes, at);
        at += 2;
        while (at < end) {
            int type = number(bytes, at);
            int length = number(bytes, at + 2);
            if (type == 0) {
                int name = number(bytes, at + 7);
                return bytes.substring(at + 9, at + 9 + name);
            }
            at += 4 + length;
        }
        return null;
    }

    private static int number(String bytes, int at) {
        return bytes.charAt(at) << 8 | bytes.charAt(at + 1);
    }
}
