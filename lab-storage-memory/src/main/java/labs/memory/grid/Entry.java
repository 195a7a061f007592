package labs.memory.grid;

import java.time.Duration;

/**
 * A value as it is stored. Immutable.
 *
 * @param updated when it was written, by the clock of the owner
 * @param hits how often it was read since; only the owner counts
 */
public record Entry(String value, Duration updated, long hits) {
    Entry hit() {
        return new Entry(value, updated, hits + 1);
    }
}
