package labs.memory.grid;

import java.io.Serializable;
import java.util.Optional;

/**
 * Code that is sent to where an entry is. It runs on the owner and again on every backup, so it
 * must come to the same from the same value: no clock, no randomness, no other keys.
 */
@FunctionalInterface
public interface EntryProcessor extends Serializable {
    /**
     * What became of the entry.
     *
     * @param value to store; empty removes the entry
     * @param answer for the caller
     */
    record Result(Optional<String> value, Optional<String> answer) {}

    Result process(String key, Optional<String> value);
}
