package labs.mq.group;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import labs.mq.log.Batch;
import labs.mq.log.BatchReader;
import labs.mq.log.BatchWriter;
import labs.mq.log.Log;
import labs.mq.log.LogRecord;
import labs.mq.log.LogSlice;
import labs.mq.log.OffsetOutOfRangeException;

/**
 * How far each group has read each partition: a table that is kept as a compacted log, a record for
 * each commit, the newest of a key being the one that counts. Thread-safe.
 */
public final class CommittedOffsets {
    private static final int AT_ONCE = 1 << 20;
    private static final int SHORT = 1 << 20; // bytes

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

    private final Log log;
    private volatile long sizeAfterCompaction;
    private final Map<Key, Committed> table = new ConcurrentHashMap<>();

    /** Reads the table back from its log, which it then compacts. */
    public CommittedOffsets(Log log) throws IOException {
        this.log = log;
        compact();
        replay();
    }

    /** Drops the commits that newer ones have replaced. */
    private void compact() throws IOException {
        log.roll();
        log.compact(Instant.now());
        sizeAfterCompaction = log.sizeInBytes();
    }

    /** The same, if most of it are such commits. One thread at a time. */
    public void compactIfLong() throws IOException {
        if (log.sizeInBytes() > SHORT && log.sizeInBytes() > 2 * sizeAfterCompaction) {
            compact();
        }
    }

    private void replay() throws IOException {
        // BEGIN SOLUTION
        for (long next = log.start(); next < log.end(); ) {
            try (LogSlice slice = log.read(next, AT_ONCE)) {
                if (slice.length() == 0) {
                    return;
                }
                for (Batch batch : Batch.wholeIn(slice.read())) {
                    BatchReader.read(batch).forEach(this::take);
                    next = batch.nextOffset();
                }
            } catch (OffsetOutOfRangeException e) {
                throw new IOException("the log of offsets was shortened while it was read", e);
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    private void take(LogRecord record) {
        Key key = Key.of(record.key());
        if (record.value() == null) {
            table.remove(key);
        } else {
            table.put(key, Committed.of(record.value()));
        }
    }

    /** Stores one; when it returns, the death of the broker does not lose it. */
    public synchronized void commit(Key key, Committed committed) throws IOException {
        // BEGIN SOLUTION
        append(key, committed.bytes());
        table.put(key, committed);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    /** Forgets what all groups have committed of a topic, which is being deleted. */
    public void forget(String topic) throws IOException {
        forget(table.keySet().stream().filter(key -> key.topic().equals(topic)).toList());
    }

    /** Forgets those of them that are there. */
    public synchronized void forget(List<Key> keys) throws IOException {
        for (Key key : keys) {
            if (table.containsKey(key)) {
                append(key, null);
                table.remove(key);
            }
        }
    }

    private void append(Key key, byte[] value) throws IOException {
        var record = new LogRecord(0, System.currentTimeMillis(), key.bytes(), value);
        log.append(BatchWriter.write(List.of(record)));
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
