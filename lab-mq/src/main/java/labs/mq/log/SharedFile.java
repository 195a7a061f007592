package labs.mq.log;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is closed when its owner and the last of its readers have let go of it: a segment may
 * be dropped while a slice of it is still on its way to a consumer. Thread-safe.
 */
final class SharedFile {
    private final FileChannel channel;
    private int holders = 1; // guarded by this

    private SharedFile(FileChannel channel) {
        this.channel = channel;
    }

    static SharedFile open(Path path) throws IOException {
        return new SharedFile(
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE));
    }

    FileChannel channel() {
        return channel;
    }

    /**
     * Fills the buffer, up to its limit, with what stands in a file from there on.
     *
     * @throws EOFException if the file ends before
     */
    static void readFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        for (long at = position; bytes.hasRemaining(); ) {
            int count = channel.read(bytes, at);
            if (count < 0) {
                throw new EOFException("the file ends at byte " + at + ": it became shorter");
            }
            at += count;
        }
    }

    /**
     * @return whether it is still open, and held now
     */
    synchronized boolean retain() {
        if (holders == 0) {
            return false;
        }
        holders++;
        return true;
    }

    synchronized void release() {
        if (--holders == 0) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
