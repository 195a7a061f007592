package labs.proxy.health;

/** What an operator wants of a server, whatever its checks say. */
public enum Admin {
    /** Serves. */
    READY,
    /** Keeps the clients that belong to it, and gets no new ones. */
    DRAIN,
    /** Gets nothing. */
    MAINTENANCE
}
