package labs.mq.group;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import labs.mq.group.CommittedOffsets.Committed;
import labs.mq.group.CommittedOffsets.Key;
import labs.mq.log.LogRecord;

/**
 * Offsets that are part of transactions which have not ended, by the producer's id. Guarded by the
 * committed offsets, in whose log they are.
 */
final class PendingOffsets {
    private static final String MARK = "txn:"; // no topic's name has a colon

    private final Map<Long, Map<Key, Committed>> byProducer = new HashMap<>();
    private final Map<Long, Short> expected = new HashMap<>(); // who may add some, in which epoch

    /** The key of a pending offset's record. */
    static byte[] bytes(long producerId, Key key) {
        String text = new String(key.bytes(), StandardCharsets.UTF_8);
        return (MARK + producerId + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Takes in a record of the log.
     *
     * @return whether it is one of a pending offset
     */
    boolean take(LogRecord record) {
        String text = new String(record.key(), StandardCharsets.UTF_8);
        if (!text.startsWith(MARK)) {
            return false;
        }
        String[] parts = text.split("\n", 2);
        long producerId = Long.parseLong(parts[0].substring(MARK.length()));
        Key key = Key.of(parts[1].getBytes(StandardCharsets.UTF_8));
        if (record.value() == null) {
            remove(producerId, key);
        } else {
            put(producerId, key, Committed.of(record.value()));
        }
        return true;
    }

    void put(long producerId, Key key, Committed committed) {
        byProducer.computeIfAbsent(producerId, id -> new LinkedHashMap<>()).put(key, committed);
    }

    void remove(long producerId, Key key) {
        Map<Key, Committed> left = byProducer.getOrDefault(producerId, new HashMap<>());
        left.remove(key);
        if (left.isEmpty()) {
            byProducer.remove(producerId);
        }
    }

    /** What a producer has not yet committed. */
    Map<Key, Committed> of(long producerId) {
        return new LinkedHashMap<>(byProducer.getOrDefault(producerId, Map.of()));
    }

    /** The producers in whose transactions an offset of that key is. */
    List<Long> producersOf(Key key) {
        var ids = new ArrayList<Long>();
        byProducer.forEach(
                (id, offsets) -> {
                    if (offsets.containsKey(key)) {
                        ids.add(id);
                    }
                });
        return ids;
    }

    /** All keys of which there are any. */
    List<Key> keys() {
        return byProducer.values().stream()
                .flatMap(offsets -> offsets.keySet().stream())
                .distinct()
                .toList();
    }

    void expect(long producerId, short epoch) {
        expected.put(producerId, epoch);
    }

    /** The epoch in which a producer may add some; null if it may not. */
    Short expected(long producerId) {
        return expected.get(producerId);
    }

    void forget(long producerId) {
        expected.remove(producerId);
    }
}
