package labs.mq.queue;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
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
    private final FileChannel lockFile;
    private final TreeMap<Long, StoredMessage> found = new TreeMap<>();
    private FileChannel channel;
    private long end; // what stands behind it is not ours
    private int entries;
    private long nextId;

    private FileJournal(Path file, boolean flushEachPut, FileChannel lockFile) throws IOException {
        this.file = file;
        this.flushEachPut = flushEachPut;
        this.lockFile = lockFile;
        this.channel = FileChannel.open(file, CREATE, READ, WRITE);
    }

    /**
     * Opens it, and reads what it tells; a torn end is cut off.
     *
     * @throws IOException if the file cannot be used, or another queue has it open
     */
    static FileJournal open(Path file, boolean flushEachPut) throws IOException {
        Path path = file.toAbsolutePath();
        Files.createDirectories(path.getParent());
        FileChannel lockFile = lock(path);
        FileJournal journal = null;
        try {
            journal = new FileJournal(path, flushEachPut, lockFile);
            journal.replay();
            journal.forceName();
            return journal;
        } catch (IOException | RuntimeException e) {
            if (journal != null) {
                journal.channel.close();
            }
            lockFile.close();
            throw e;
        }
    }

    /** A file of its own, since the journal itself is replaced now and then. */
    private static FileChannel lock(Path file) throws IOException {
        FileChannel lockFile =
                FileChannel.open(file.resolveSibling(file.getFileName() + ".lock"), CREATE, WRITE);
        try {
            if (lockFile.tryLock() != null) { // given back by the kernel, however we end
                return lockFile;
            }
        } catch (OverlappingFileLockException e) { // held by this very process: as below
        }
        lockFile.close();
        throw new IOException(file + " is in use by another queue: close that one first");
    }

    /** A file's name stands in its directory, which has to reach the disk as well. */
    private void forceName() throws IOException {
        if (flushEachPut) {
            try (var parent = FileChannel.open(file.getParent(), READ)) {
                parent.force(true);
            }
        }
    }

    /** What it told when it was opened: the messages that are not gone, by their ids. */
    List<StoredMessage> found() {
        return List.copyOf(found.values());
    }

    /** One more than the highest id that it told of; also of messages that are gone. */
    long nextId() {
        return nextId;
    }

    private void replay() throws IOException {
        // BEGIN SOLUTION
        long size = channel.size();
        // The stream is closed with the channel. A journal may be larger than the heap's half.
        var in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
        while (size - end >= HEAD) {
            int length = in.readInt();
            int checksum = in.readInt();
            if (length < SHORTEST || length > size - end - HEAD) {
                break; // the length is not covered by a checksum that we have checked
            }
            ByteBuffer entry = ByteBuffer.wrap(in.readNBytes(length));
            if (checksum != checksum(entry.duplicate())) {
                break;
            }
            take(entry);
            entries++;
            end += HEAD + length;
        }
        channel.truncate(end);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-1: see README, part 1");
    }

    private void take(ByteBuffer entry) {
        // BEGIN SOLUTION
        byte kind = entry.get();
        long id = entry.getLong();
        nextId = Math.max(nextId, id + 1);
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
        append(put(message, allocate(message)));
        if (flushEachPut) {
            channel.force(false);
        }
    }

    private static ByteBuffer allocate(StoredMessage message) {
        return ByteBuffer.allocate(HEAD + SHORTEST + 13 + message.body().length);
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
        long at = end;
        try {
            while (entry.hasRemaining()) {
                at += channel.write(entry, at);
            }
        } catch (IOException e) {
            channel.truncate(end); // a full disk took a part: nobody may ever read it
            throw e;
        }
        end = at;
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
    public void beginAnew(List<StoredMessage> live, long lastId) throws IOException {
        // BEGIN SOLUTION
        Path half = file.resolveSibling(file.getFileName() + ".new");
        FileChannel old = channel;
        long oldEnd = end;
        int oldEntries = entries;
        channel = FileChannel.open(half, CREATE, TRUNCATE_EXISTING, READ, WRITE);
        try {
            end = 0;
            entries = 0;
            for (StoredMessage message : live) {
                append(put(message, allocate(message)));
            }
            gone(lastId); // no id is given twice, though its message be gone
            channel.force(true); // before it takes the old one's place
            Files.move(half, file, ATOMIC_MOVE, REPLACE_EXISTING);
        } catch (IOException e) {
            channel.close(); // the old one is still there, and still right
            channel = old;
            end = oldEnd;
            entries = oldEntries;
            Files.deleteIfExists(half);
            throw e;
        }
        old.close();
        forceName();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-1: see README, part 1");
    }

    @Override
    public void close() throws IOException {
        try (lockFile) {
            channel.close();
        }
    }
}
