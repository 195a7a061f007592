package labs.memory.cache;

/**
 * What came of adding to a number.
 *
 * @param value the new number, without sign, if it was counted
 */
public record Counted(Outcome outcome, long value) {
    /** How it ended. */
    public enum Outcome {
        COUNTED,
        NOT_FOUND,
        /** The value is no number without sign of 64 bits. */
        NOT_A_NUMBER,
        /** There is another version than the one named. */
        EXISTS,
        NO_MEMORY
    }
}
