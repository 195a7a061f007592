package labs.compute.stream;

import java.io.Serializable;

/**
 * How a {@link TroubleBolt} fails on purpose.
 *
 * @param how what happens to a tuple that is struck
 * @param percent how many of a hundred tuples are struck
 * @param poison a tuple whose value holds this is always struck; "" for none
 * @param seed the same seed strikes the same tuples, as long as they come in the same order
 */
public record Trouble(How how, int percent, String poison, long seed) implements Serializable {
    /** What a bolt in trouble does with a tuple. */
    public enum How {
        /** Says so: the spout hears of it at once. */
        FAIL,
        /** Says nothing, as a worker that died: the spout hears of it when the time is over. */
        LOSE
    }

    /** No trouble. */
    public static final Trouble NONE = new Trouble(How.FAIL, 0, "", 0);

    /** Strikes some tuples, each by chance. */
    public static Trouble failing(int percent, long seed) {
        return new Trouble(How.FAIL, percent, "", seed);
    }
}
