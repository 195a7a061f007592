package labs.zookeeper.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * The last good snapshot in a file, whole at every moment: whoever reads it, or finds it after a
 * power failure, has the old one or the new one. One process writes; others may read.
 */
public final class LastKnownGood {
    private static final int DIGITS = 64; // of SHA-256

    private final Path file;

    /**
     * @param file in a directory that exists
     */
    public LastKnownGood(Path file) {
        this.file = file.toAbsolutePath();
    }

    public Path file() {
        return file;
    }

    /** Returns when the snapshot is on the disk, and would survive a power failure. */
    public void save(Snapshot snapshot) throws IOException {
        byte[] bytes = encode(snapshot);
        // BEGIN SOLUTION
        Path next = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".next");
        try {
            try (var channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                var buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true); // else the name may reach the disk before the bytes do
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
        try (var directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            directory.force(true); // the new name itself
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-5: see README, part 5");
    }

    private static byte[] encode(Snapshot snapshot) {
        byte[] body = EntryCodec.body(snapshot.values());
        byte[] entry =
                EntryCodec.encode(
                        new Entry(
                                snapshot.revision(),
                                body.length,
                                EntryCodec.sha256(body),
                                0,
                                body));
        // Over all of it: a header that was changed is as bad as a body that was.
        byte[] sum = (EntryCodec.sha256(entry) + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(sum, sum.length + entry.length);
        System.arraycopy(entry, 0, all, sum.length, entry.length);
        return all;
    }

    /**
     * What was saved last; nothing if there is no file.
     *
     * @throws ConfigException.Malformed when the file is not what was saved: it is not used
     */
    public Optional<Snapshot> load() throws IOException {
        byte[] all;
        try {
            all = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        // BEGIN SOLUTION
        if (all.length <= DIGITS) {
            throw new ConfigException.Malformed(file + " is cut short");
        }
        byte[] bytes = Arrays.copyOfRange(all, DIGITS + 1, all.length);
        String sum = new String(all, 0, DIGITS, StandardCharsets.US_ASCII);
        if (!sum.equals(EntryCodec.sha256(bytes))) {
            throw new ConfigException.Malformed(file + " is damaged: its checksum is wrong");
        }
        Entry entry = EntryCodec.decode(bytes);
        return Optional.of(EntryCodec.snapshot(entry, entry.body()));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-5: see README, part 5");
    }
}
