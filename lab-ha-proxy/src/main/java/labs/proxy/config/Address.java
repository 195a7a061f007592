package labs.proxy.config;

/**
 * Where to listen or to connect. The host is a name or an address as it was written, without
 * brackets, and {@code *} for all of this machine's.
 */
public record Address(String host, int port) {
    /** {@code HOST:PORT}, {@code [HOST]:PORT}, {@code *:PORT} or {@code :PORT}. */
    static Address parse(String word) {
        return parse(word, 1);
    }

    /** The same, where the port is at least this. */
    static Address parse(String word, int least) {
        int colon = word.lastIndexOf(':');
        if (colon < 0 || colon == word.length() - 1) {
            throw new LineException("address '" + word + "' has no port; supported: HOST:PORT");
        }
        String host = word.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.contains("@") || host.startsWith("/")) {
            throw new LineException(
                    "address '" + word + "' is of a kind that is not supported: HOST:PORT is");
        }
        int port = Values.number(word.substring(colon + 1), "port", least, 65535);
        return new Address(host.isEmpty() ? "*" : host, port);
    }
}
