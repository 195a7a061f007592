package labs.zookeeper.zab.net;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import labs.zookeeper.zab.ZabDisk;

/**
 * A node's disk in one file: each {@link #sync} appends what was written since the last, as one
 * {@link Batch}. All values are in memory, too. Confined to the thread of its node.
 *
 * <p>A batch is begun only when the one before it is on the disk. So the last one alone can be torn
 * by a crash, and what it held was never acknowledged: it is cut off. Whatever else is wrong with
 * the file was not done by a crash.
 */
final class FileDisk implements ZabDisk, AutoCloseable {
    private final Storage storage;
    private final Map<String, Serializable> values = new HashMap<>();
    private final List<DiskCodec.Entry> unsynced = new ArrayList<>();

    /**
     * The disk as it was at the last sync before the crash.
     *
     * @throws CorruptDiskException if the file was damaged anywhere but in its last batch
     */
    FileDisk(Storage storage) {
        this.storage = storage;
        recover();
    }

    /** The disk in that file, which is made if there is none; see {@link #FileDisk(Storage)}. */
    static FileDisk open(Path file) {
        Storage storage = FileStorage.open(file);
        try {
            return new FileDisk(storage);
        } catch (RuntimeException unusable) {
            storage.close();
            throw unusable;
        }
    }

    private void recover() {
        // BEGIN SOLUTION
        var file = ByteBuffer.wrap(storage.read());
        while (file.hasRemaining() && takeBatch(file)) {}
        if (file.hasRemaining()) {
            storage.truncate(file.position());
            storage.force();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-8: see README, part 8");
    }

    // BEGIN SOLUTION
    /** Takes the batch at the buffer's position; if it is torn, takes nothing. */
    private boolean takeBatch(ByteBuffer file) {
        int start = file.position();
        if (file.remaining() < Batch.HEADER) {
            return false;
        }
        if (!Batch.isHeader(file)) {
            require(Batch.isBlank(file), start);
            return false;
        }
        if (file.getInt(start) > file.remaining() - Batch.HEADER) {
            return false;
        }
        byte[] content = new byte[file.getInt(start)];
        file.position(start + Batch.HEADER).get(content);
        if (!Batch.isContent(file, start, content)) {
            require(!file.hasRemaining(), start); // not all of its bytes have reached the disk
            file.position(start);
            return false;
        }
        load(content, start);
        return true;
    }

    // END SOLUTION

    private void load(byte[] content, int start) {
        try {
            DiskCodec.decode(content).forEach(entry -> values.put(entry.key(), entry.value()));
        } catch (BadFrameException strange) {
            throw corrupt(start, strange.getMessage());
        }
    }

    private void require(boolean isTorn, int start) {
        if (!isTorn) {
            throw corrupt(start, "a wrong checksum");
        }
    }

    private CorruptDiskException corrupt(int start, String why) {
        return new CorruptDiskException(
                "%s is corrupt at byte %d (%s), and not at its end, where a crash leaves half a batch. Restore it from a copy, or delete it: the node then learns all from the others, if a majority of them is whole."
                        .formatted(storage.name(), start, why));
    }

    @Override
    public void write(String key, Serializable value) {
        values.put(key, value);
        unsynced.add(new DiskCodec.Entry(key, value));
    }

    @Override
    public Optional<Object> read(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /**
     * {@inheritDoc}
     *
     * @throws java.io.UncheckedIOException if the disk fails: the node must not go on then
     */
    @Override
    public void sync() {
        // BEGIN SOLUTION
        if (!unsynced.isEmpty()) {
            storage.append(Batch.frame(DiskCodec.encode(unsynced)));
            storage.force(); // the caller acknowledges when we return
            unsynced.clear();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-8: see README, part 8");
    }

    @Override
    public void close() {
        storage.close();
    }
}
