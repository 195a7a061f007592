package labs.proxy.config;

/**
 * Where to listen or to connect. The host is a name or an address as it was written, without
 * brackets, and {@code *} for all of this machine's. A Unix socket is its path, or {@code abns@}
 * and its name, and {@code fd@} and a number a socket that whoever started this process has opened;
 * they have no port.
 */
public record Address(String host, int port) {
    /** {@code HOST:PORT}, {@code [HOST]:PORT}, {@code *:PORT} or {@code :PORT}. */
    static Address parse(String word) {
        return parse(word, 1);
    }

    /** The same, where the port is at least this. */
    static Address parse(String word, int least) {
        if (word.startsWith("ipv4@") || word.startsWith("ipv6@")) {
            return parse(word.substring(5), least);
        }
        if (word.startsWith("unix@")) {
            return new Address(word.substring(5), 0);
        }
        if (word.startsWith("/") || word.startsWith("abns@")) {
            return new Address(word, 0);
        }
        if (word.startsWith("fd@")) {
            Values.number(word.substring(3), "the number of a socket", 0, 1_000_000);
            return new Address(word, 0);
        }
        return ofHost(word, least);
    }

    private static Address ofHost(String word, int least) {
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
                    "address '"
                            + word
                            + "' is of a kind that is not supported: HOST:PORT, unix@PATH, abns@NAME");
        }
        int port = Values.number(word.substring(colon + 1), "port", least, 65535);
        return new Address(host.isEmpty() ? "*" : host, port);
    }

    /** A server may have no port: then it is that which the client came to. */
    static Address ofServer(String word) {
        boolean path = word.startsWith("/") || word.contains("@");
        boolean ip6 = word.indexOf(':') != word.lastIndexOf(':') && !word.contains("]");
        return path || (word.contains(":") && !ip6) ? parse(word) : new Address(word, 0);
    }

    /** Whether it is a Unix socket. */
    public boolean isUnix() {
        return host.startsWith("/") || host.startsWith("abns@");
    }

    /** Whether it is a socket that is open already. */
    public boolean isInherited() {
        return host.startsWith("fd@");
    }
}
