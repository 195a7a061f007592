package labs.proxy.config;

/** How a server is chosen. */
public enum Algorithm {
    ROUND_ROBIN,
    LEAST_CONNECTIONS,
    SOURCE,
    URI,
    /** By a header, by an argument of the URI: as by the URI, with another key. */
    HEADER,
    ARGUMENT,
    FIRST,
    RANDOM
}
