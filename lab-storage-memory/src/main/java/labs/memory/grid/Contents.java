package labs.memory.grid;

import java.util.Map;
import java.util.Optional;

/** All of a partition at one moment. Immutable. */
record Contents(Map<String, Entry> entries, Map<Long, Done> sessions, long applied) {
    /** The last write of a session, and what it was answered. */
    record Done(long number, Optional<String> answer) {}
}
