package labs.zookeeper.zab.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A real file, locked against a second process. Confined to the thread of its node. */
final class FileStorage implements Storage {
    private final Path file;
    private final FileChannel channel;

    private FileStorage(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens the file, or makes it, and the folder that it lies in.
     *
     * @throws UncheckedIOException if that is not possible, or another process has it open
     */
    static FileStorage open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            lock(file, channel);
            channel.position(channel.size());
            forceFolder(file);
            return new FileStorage(file, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + file, e);
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() == null) {
                channel.close();
                throw new IOException(file + " is in use by another process");
            }
        } catch (OverlappingFileLockException ours) {
            channel.close();
            throw new IOException(file + " is in use by another node of this process", ours);
        }
    }

    /** A new file is lost in a power failure unless the folder that names it is on the disk too. */
    private static void forceFolder(Path file) throws IOException {
        try (var folder = FileChannel.open(file.toAbsolutePath().getParent())) {
            folder.force(true);
        }
    }

    @Override
    public byte[] read() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    @Override
    public void append(byte[] bytes) {
        try {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            do {
                channel.write(left); // which may take a part only
            } while (left.hasRemaining());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + file, e);
        }
    }

    @Override
    public void truncate(long length) {
        try {
            channel.truncate(length);
            channel.position(length);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot cut " + file, e);
        }
    }

    @Override
    public void force() {
        try {
            channel.force(false); // its size is forced with the bytes, its times need not be
        } catch (IOException e) {
            // Never again on this file: the kernel may have dropped the pages that it failed on.
            throw new UncheckedIOException("cannot force " + file + " to the disk", e);
        }
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file, e);
        }
    }
}
