package labs.mq.log;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.CRC32C;

/**
 * Which transactions of a log were taken back: their records stay in the log, and a reader of
 * committed records needs this list to pass over them. Kept in a file beside the segments, an entry
 * for each. Any thread reads; one at a time adds.
 */
public final class AbortedTransactions {
    /** The records of a producer from one offset to another, that of the marker, do not count. */
    public record Aborted(long producerId, long firstOffset, long lastOffset) {}

    private static final String FILE = "aborted.index";
    private static final int BYTES = 28; // of an entry: three numbers of 8, and a checksum

    private final Path file;
    private final NavigableMap<Long, Aborted> byLast = new ConcurrentSkipListMap<>();
    private final Map<Long, NavigableMap<Long, Aborted>> byProducer = new ConcurrentHashMap<>();

    private AbortedTransactions(Path file) {
        this.file = file;
    }

    /**
     * Reads the list.
     *
     * @param start of the log: what ended before has gone with its records
     * @param end of the log: what ended behind it never did; the process died before the marker
     */
    static AbortedTransactions load(Path directory, long start, long end) throws IOException {
        var aborted = new AbortedTransactions(directory.resolve(FILE));
        if (Files.exists(aborted.file)) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(aborted.file));
            int kept = aborted.takeAll(bytes, start, end);
            if (kept * BYTES != bytes.capacity()) {
                aborted.write(aborted.byLast.values(), CREATE, TRUNCATE_EXISTING, WRITE);
            }
        }
        return aborted;
    }

    /** Up to the first entry that is not whole: there the process died. */
    private int takeAll(ByteBuffer bytes, long start, long end) {
        int kept = 0;
        while (bytes.remaining() >= BYTES) {
            int checksum = checksum(bytes.slice(bytes.position(), BYTES - Integer.BYTES));
            var entry = new Aborted(bytes.getLong(), bytes.getLong(), bytes.getLong());
            if (bytes.getInt() != checksum) {
                return kept;
            } else if (entry.lastOffset() >= start && entry.lastOffset() < end) {
                take(entry);
                kept++;
            }
        }
        return kept;
    }

    private void take(Aborted entry) {
        byProducer
                .computeIfAbsent(entry.producerId(), id -> new ConcurrentSkipListMap<>())
                .put(entry.firstOffset(), entry);
        byLast.put(entry.lastOffset(), entry);
    }

    /** One more; before its marker is in the log, or a reader could pass that too early. */
    void add(Aborted entry) throws IOException {
        write(List.of(entry), CREATE, APPEND, WRITE);
        take(entry);
    }

    private void write(Collection<Aborted> entries, OpenOption... how) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(entries.size() * BYTES);
        for (Aborted entry : entries) {
            int from = bytes.position();
            bytes.putLong(entry.producerId());
            bytes.putLong(entry.firstOffset()).putLong(entry.lastOffset());
            bytes.putInt(checksum(bytes.slice(from, BYTES - Integer.BYTES)));
        }
        bytes.flip();
        try (var channel = FileChannel.open(file, how)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private static int checksum(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Those that have records, or their marker, from one offset on and before the other. */
    public List<Aborted> between(long from, long to) {
        return byLast.tailMap(from).values().stream()
                .filter(entry -> entry.firstOffset() < to)
                .toList();
    }

    /** Whether the records of a batch do not count. */
    boolean holds(Batch batch) {
        NavigableMap<Long, Aborted> ofProducer = byProducer.get(batch.producerId());
        if (ofProducer == null || !batch.isTransactional() || batch.isControl()) {
            return false;
        }
        Map.Entry<Long, Aborted> entry = ofProducer.floorEntry(batch.baseOffset());
        return entry != null && entry.getValue().lastOffset() > batch.baseOffset();
    }
}
