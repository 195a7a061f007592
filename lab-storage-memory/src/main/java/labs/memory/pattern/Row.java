package labs.memory.pattern;

/**
 * What the database holds for a key.
 *
 * @param version grows by one with each write
 */
public record Row(String value, long version) {}
