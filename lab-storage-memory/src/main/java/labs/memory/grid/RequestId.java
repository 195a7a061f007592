package labs.memory.grid;

/**
 * Tells a call that is repeated from a new one.
 *
 * @param session of a client that makes one call after the other
 * @param number grows with each call
 */
public record RequestId(long session, long number) {}
