package labs.memory.cache;

/**
 * What became of a value.
 *
 * @param cas the number of the new version, if it was stored
 */
public record Stored(Outcome outcome, long cas) {
    static final Stored EXISTS = new Stored(Outcome.EXISTS, 0);
    static final Stored NOT_FOUND = new Stored(Outcome.NOT_FOUND, 0);
    static final Stored NOT_STORED = new Stored(Outcome.NOT_STORED, 0);

    /** Memcached's words for it. */
    public enum Outcome {
        STORED,
        /** There is another version than the one named. */
        EXISTS,
        /** There is nothing that the named version could be compared with. */
        NOT_FOUND,
        /** The condition does not hold. */
        NOT_STORED
    }
}
