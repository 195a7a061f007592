package labs.compute.window;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A file that holds either what was saved last or what was saved before, never a mixture: its
 * length, its CRC-32 and its bytes are written beside it, forced to the disk, and renamed over it.
 * Not thread-safe, and one process at a time.
 */
final class CheckpointFile {
    private static final int HEADER_BYTES = Integer.BYTES + Long.BYTES;

    private final Path file;
    private final Path next;

    CheckpointFile(Path file) {
        this.file = file;
        this.next = file.resolveSibling(file.getFileName() + ".next");
    }

    /** Saves these bytes; when it returns, a crash of the machine does not lose them. */
    void save(byte[] content) throws IOException {
        // BEGIN SOLUTION
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + content.length);
        bytes.putInt(content.length).putLong(crc(content)).put(content).flip();
        try (FileChannel channel =
                FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-3: README, part 3");
    }

    /**
     * What was saved last; empty if nothing ever was.
     *
     * @throws CorruptCheckpointException if the file is not what was saved: to begin again from
     *     nothing would be to count twice or to forget, so somebody has to decide
     */
    Optional<byte[]> load() throws IOException {
        // BEGIN SOLUTION
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        if (bytes.remaining() < HEADER_BYTES) {
            throw new CorruptCheckpointException(file, "it is too short");
        }
        int length = bytes.getInt();
        long crc = bytes.getLong();
        if (length != bytes.remaining()) {
            throw new CorruptCheckpointException(
                    file, "it should hold %d bytes, not %d".formatted(length, bytes.remaining()));
        }
        byte[] content = new byte[length];
        bytes.get(content);
        if (crc(content) != crc) {
            throw new CorruptCheckpointException(file, "its checksum is wrong");
        }
        return Optional.of(content);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-3: README, part 3");
    }

    private static long crc(byte[] content) {
        var crc = new CRC32();
        crc.update(content);
        return crc.getValue();
    }

    // The new name is an entry of the directory, which has to reach the disk too.
    private void forceDirectory() throws IOException {
        try (FileChannel directory =
                FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
