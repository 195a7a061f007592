package labs.memory.pattern;

import java.util.random.RandomGenerator;

/**
 * Against an avalanche: what was cached in the same second must not expire in the same second. Each
 * expiry is moved by a random part.
 *
 * @param seconds in the middle
 * @param part by which it may be shorter or longer, 0 to 1
 */
public record JitteredExpiry(int seconds, double part) {
    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public JitteredExpiry {
        if (seconds < 1 || !(part >= 0 && part <= 1)) {
            throw new IllegalArgumentException(
                    "at least a second, and a part from 0 to 1: %d, %s".formatted(seconds, part));
        }
    }

    /** An expiry, at least one second: 0 would be for ever. */
    public int next(RandomGenerator random) {
        // BEGIN SOLUTION
        double factor = 1 + part * (2 * random.nextDouble() - 1);
        return (int) Math.max(1, Math.round(seconds * factor));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }
}
