package labs.mq.group;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import labs.mq.log.CompactedLog;
import labs.mq.log.Log;
import labs.mq.log.LogRecord;
import org.apache.kafka.common.protocol.Errors;

/**
 * How far each group has read each partition: a table that is kept as a compacted log, a record for
 * each commit, the newest of a key being the one that counts. Thread-safe.
 */
public final class CommittedOffsets {
    /** Of what. */
    public record Key(String group, String topic, int partition) {
        byte[] bytes() {
            // A topic's name holds no line feed, a group's may: so it stands last.
            return (topic + "\n" + partition + "\n" + group).getBytes(StandardCharsets.UTF_8);
        }

        static Key of(byte[] bytes) {
            String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\n", 3);
            return new Key(parts[2], parts[0], Integer.parseInt(parts[1]));
        }
    }

    /** The next offset to read, and what the consumer noted with it. */
    public record Committed(long offset, String metadata) {
        byte[] bytes() {
            byte[] text = metadata.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(8 + text.length).putLong(offset).put(text).array();
        }

        static Committed of(byte[] bytes) {
            String text = new String(bytes, 8, bytes.length - 8, StandardCharsets.UTF_8);
            return new Committed(ByteBuffer.wrap(bytes).getLong(), text);
        }
    }

    private static final int AT_ONCE = 100; // changes in a batch

    private final CompactedLog log;
    private final Map<Key, Committed> table = new ConcurrentHashMap<>();
    private final PendingOffsets pending = new PendingOffsets(); // guarded by this

    /** Reads the table back from its log, which it then compacts. */
    public CommittedOffsets(Log log) throws IOException {
        this(new CompactedLog(log));
    }

    /** The same, from a log that has been compacted. */
    public CommittedOffsets(CompactedLog log) throws IOException {
        this.log = log;
        this.log.forEach(this::take);
    }

    /** Drops the commits that newer ones have replaced, if there are many. */
    public void compactIfLong() throws IOException {
        log.compactIfLong();
    }

    private synchronized void take(LogRecord record) {
        // BEGIN SOLUTION
        if (pending.take(record)) {
            return;
        }
        Key key = Key.of(record.key());
        if (record.value() == null) {
            table.remove(key);
        } else {
            table.put(key, Committed.of(record.value()));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    /** Stores one; when it returns, the death of the broker does not lose it. */
    public synchronized void commit(Key key, Committed committed) throws IOException {
        // BEGIN SOLUTION
        append(key.bytes(), committed.bytes());
        table.put(key, committed);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    /** From now on a producer may store offsets, as part of its transaction. */
    public synchronized void begin(long producerId, short epoch) {
        pending.expect(producerId, epoch);
    }

    /**
     * Stores an offset that counts only once its producer's transaction is committed.
     *
     * @throws GroupException if no transaction of that producer is open that offsets are part of
     */
    public synchronized void commitLater(long producerId, short epoch, Key key, Committed committed)
            throws IOException {
        Short expected = pending.expected(producerId);
        if (expected == null) {
            throw new GroupException(Errors.INVALID_TXN_STATE);
        } else if (expected != epoch) {
            throw new GroupException(Errors.INVALID_PRODUCER_EPOCH);
        }
        append(PendingOffsets.bytes(producerId, key), committed.bytes());
        pending.put(producerId, key, committed);
    }

    /** A producer's transaction has ended; done twice, it does no harm. */
    public synchronized void end(long producerId, boolean commit) throws IOException {
        pending.forget(producerId);
        var left = List.copyOf(pending.of(producerId).entrySet());
        for (int from = 0; from < left.size(); from += AT_ONCE) {
            end(producerId, left.subList(from, Math.min(left.size(), from + AT_ONCE)), commit);
        }
    }

    /** In one batch, so that none is lost between being pending and being committed. */
    private void end(long producerId, List<Map.Entry<Key, Committed>> some, boolean commit)
            throws IOException {
        var changes = new ArrayList<LogRecord>();
        for (var each : some) {
            if (commit) {
                changes.add(CompactedLog.entry(each.getKey().bytes(), each.getValue().bytes()));
            }
            changes.add(CompactedLog.entry(PendingOffsets.bytes(producerId, each.getKey()), null));
        }
        log.append(changes);
        for (var each : some) {
            if (commit) {
                table.put(each.getKey(), each.getValue());
            }
            pending.remove(producerId, each.getKey());
        }
    }

    /** Whether an open transaction is about to set it: what is committed now may be old soon. */
    public synchronized boolean isPending(Key key) {
        return !pending.producersOf(key).isEmpty();
    }

    /** Forgets what all groups have committed of a topic, which is being deleted. */
    public synchronized void forget(String topic) throws IOException {
        forget(
                Stream.concat(table.keySet().stream(), pending.keys().stream())
                        .filter(key -> key.topic().equals(topic))
                        .toList());
    }

    /** Forgets those of them that are there. */
    public synchronized void forget(List<Key> keys) throws IOException {
        for (Key key : keys) {
            if (table.containsKey(key)) {
                append(key.bytes(), null);
                table.remove(key);
            }
            for (long producerId : pending.producersOf(key)) {
                append(PendingOffsets.bytes(producerId, key), null);
                pending.remove(producerId, key);
            }
        }
    }

    private void append(byte[] key, byte[] value) throws IOException {
        log.append(List.of(CompactedLog.entry(key, value)));
    }

    /** What was committed; null if nothing was. */
    public Committed find(Key key) {
        return table.get(key);
    }

    /** The groups that have committed anything. */
    Set<String> groups() {
        return table.keySet().stream().map(Key::group).collect(Collectors.toSet());
    }

    /** All that a group has committed. */
    public List<Key> keysOf(String group) {
        return table.keySet().stream().filter(key -> key.group().equals(group)).toList();
    }
}
