package labs.mq.queue;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A journal in one file: entries one after the other, each with its length and checksum.
 *
 * <pre>
 *   length 4 │ CRC-32C 4 │ kind 1 │ id 8 │ of a PUT: priority 1, visible at 8, deliveries 4, body
 * </pre>
 *
 * <p>Confined to whoever guards it.
 */
final class FileJournal implements Journal {
    private static final byte PUT = 1;
    private static final byte DELIVERED = 2;
    private static final byte GONE = 3;
    private static final byte REVIVED = 4;
    private static final int HEAD = 8;
    private static final int SHORTEST = 9; // kind and id
    private static final int WORTH_THE_TROUBLE = 4096; // entries

    private final Path file;
    private final boolean flushEachPut;
    private final TreeMap<Long, StoredMessage> found = new TreeMap<>();
    private FileChannel channel;
    private long end; // what stands behind it is not ours
    private int entries;

    private FileJournal(Path file, boolean flushEachPut) throws IOException {
        this.file = file;
        this.flushEachPut = flushEachPut;
        this.channel = FileChannel.open(file, CREATE, READ, WRITE);
    }

    /** Opens it, and reads what it tells; a torn end is cut off. */
    static FileJournal open(Path file, boolean flushEachPut) throws IOException {
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        var journal = new FileJournal(file, flushEachPut);
        try {
            journal.replay();
        } catch (IOException | RuntimeException e) {
            journal.channel.close();
            throw e;
        }
        return journal;
    }

    /** What it told when it was opened: the messages that are not gone, by their ids. */
    List<StoredMessage> found() {
        return List.copyOf(found.values());
    }

    private void replay() throws IOException {
        // BEGIN SOLUTION
        ByteBuffer all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        while (all.remaining() >= HEAD) {
            int length = all.getInt(all.position());
            if (length < SHORTEST || length > all.remaining() - HEAD) {
                break;
            }
            ByteBuffer entry = all.slice(all.position() + HEAD, length);
            if (all.getInt(all.position() + 4) != checksum(entry.duplicate())) {
                break;
            }
            take(entry);
            entries++;
            all.position(all.position() + HEAD + length);
        }
        end = all.position();
        channel.truncate(end);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-1: see README, part 1");
    }

    private void take(ByteBuffer entry) {
        // BEGIN SOLUTION
        byte kind = entry.get();
        long id = entry.getLong();
        switch (kind) {
            case PUT -> found.put(id, message(id, entry));
            case DELIVERED ->
                    found.computeIfPresent(
                            id, (key, message) -> message.delivered(message.deliveries() + 1));
            case GONE -> found.remove(id);
            case REVIVED -> found.computeIfPresent(id, (key, message) -> message.delivered(0));
            default ->
                    throw new IllegalStateException(
                            file
                                    + " holds an entry of kind "
                                    + kind
                                    + ": a newer version wrote it");
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-1: see README, part 1");
    }

    // BEGIN SOLUTION
    private static StoredMessage message(long id, ByteBuffer entry) {
        int priority = entry.get();
        long visibleAt = entry.getLong();
        int deliveries = entry.getInt();
        var body = new byte[entry.remaining()];
        entry.get(body);
        return new StoredMessage(id, priority, visibleAt, body, deliveries);
    }

    // END SOLUTION

    private static int checksum(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public void put(StoredMessage message) throws IOException {
        append(put(message, ByteBuffer.allocate(HEAD + SHORTEST + 13 + message.body().length)));
        if (flushEachPut) {
            channel.force(false);
        }
    }

    private static ByteBuffer put(StoredMessage message, ByteBuffer entry) {
        entry.position(HEAD);
        entry.put(PUT).putLong(message.id()).put((byte) message.priority());
        entry.putLong(message.visibleAt()).putInt(message.deliveries()).put(message.body());
        return entry.flip();
    }

    @Override
    public void delivered(long id) throws IOException {
        appendShort(DELIVERED, id);
    }

    @Override
    public void gone(long id) throws IOException {
        appendShort(GONE, id);
    }

    @Override
    public void revived(long id) throws IOException {
        appendShort(REVIVED, id);
    }

    private void appendShort(byte kind, long id) throws IOException {
        ByteBuffer entry = ByteBuffer.allocate(HEAD + SHORTEST).position(HEAD);
        append(entry.put(kind).putLong(id).flip());
    }

    private void append(ByteBuffer entry) throws IOException {
        // BEGIN SOLUTION
        seal(entry);
        long before = end;
        try {
            while (entry.hasRemaining()) {
                end += channel.write(entry, end);
            }
        } catch (IOException e) {
            end = before; // a full disk took a part: the next entry overwrites it
            channel.truncate(before);
            throw e;
        }
        entries++;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-1: see README, part 1");
    }

    private static void seal(ByteBuffer entry) {
        int length = entry.limit() - HEAD;
        entry.putInt(0, length).putInt(4, checksum(entry.slice(HEAD, length)));
    }

    @Override
    public boolean isTooLong(int live) {
        return entries > WORTH_THE_TROUBLE && entries > 4 * live;
    }

    @Override
    public void beginAnew(List<StoredMessage> live) throws IOException {
        // BEGIN SOLUTION
        Path half = file.resolveSibling(file.getFileName() + ".new");
        FileChannel anew = FileChannel.open(half, CREATE, TRUNCATE_EXISTING, READ, WRITE);
        FileChannel old = channel;
        channel = anew;
        end = 0;
        entries = 0;
        for (StoredMessage message : live) {
            append(put(message, ByteBuffer.allocate(HEAD + SHORTEST + 13 + message.body().length)));
        }
        anew.force(true); // before it takes the old one's place
        Files.move(half, file, ATOMIC_MOVE, REPLACE_EXISTING);
        old.close();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-1: see README, part 1");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
