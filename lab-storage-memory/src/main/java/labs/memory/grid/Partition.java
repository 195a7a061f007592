package labs.memory.grid;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import labs.memory.grid.Contents.Done;

/**
 * What a member holds of one partition: the entries, and what was answered to whom. The answers
 * move with the entries, or else a call that is repeated after its owner died would count twice.
 * Confined to its node.
 */
final class Partition {
    private static final int SESSIONS = 10_000;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<Long, Done> sessions = new LinkedHashMap<>(); // the least recent first
    private long applied; // writes until now

    Partition() {}

    Partition(Contents contents) {
        entries.putAll(contents.entries());
        sessions.putAll(contents.sessions());
        applied = contents.applied();
    }

    Contents contents() {
        return new Contents(Map.copyOf(entries), new LinkedHashMap<>(sessions), applied);
    }

    long applied() {
        return applied;
    }

    Map<String, Entry> entries() {
        return entries;
    }

    Optional<Entry> entry(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** The value, and one hit more. */
    Optional<String> read(String key) {
        entries.computeIfPresent(key, (same, entry) -> entry.hit());
        return value(key);
    }

    private Optional<String> value(String key) {
        return entry(key).map(Entry::value);
    }

    Optional<Done> done(long session) {
        return Optional.ofNullable(sessions.get(session));
    }

    /** Carries a write out, and remembers what it was answered. */
    Optional<String> apply(Update update) {
        // BEGIN SOLUTION
        Optional<String> answer = change(update);
        applied++;
        RequestId id = update.id();
        sessions.remove(id.session()); // to the end
        sessions.put(id.session(), new Done(id.number(), answer));
        if (sessions.size() > SESSIONS) {
            sessions.remove(sessions.keySet().iterator().next());
        }
        return answer;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-4: README, part 4");
    }

    // BEGIN SOLUTION
    private Optional<String> change(Update update) {
        Operation operation = update.operation();
        Optional<String> before = value(operation.key());
        if (operation instanceof Operation.Put put) {
            entries.put(put.key(), new Entry(put.value(), update.at(), 0));
        } else if (operation instanceof Operation.Remove remove) {
            entries.remove(remove.key());
        } else if (operation instanceof Operation.Store store) {
            entries.put(store.key(), store.entry());
        } else if (operation instanceof Operation.Invoke invoke) {
            return invoke(invoke, before, update);
        } else {
            throw new IllegalArgumentException("no write: " + operation);
        }
        return before;
    }

    private Optional<String> invoke(
            Operation.Invoke invoke, Optional<String> before, Update update) {
        EntryProcessor.Result result = invoke.processor().process(invoke.key(), before);
        result.value()
                .ifPresentOrElse(
                        value -> entries.put(invoke.key(), new Entry(value, update.at(), 0)),
                        () -> entries.remove(invoke.key()));
        return result.answer();
    }
    // END SOLUTION
}
