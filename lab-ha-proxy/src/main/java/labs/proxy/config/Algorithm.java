package labs.proxy.config;

/** How a server is chosen. */
public enum Algorithm {
    ROUND_ROBIN,
    LEAST_CONNECTIONS,
    SOURCE,
    URI,
    RANDOM
}
