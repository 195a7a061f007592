package labs.mq.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A piece of a segment's file: whole batches, but for the last, which may be cut. Nothing has been
 * read yet; {@link #transferTo} lets the kernel move the bytes from the page cache to a socket
 * without passing through this process. Close it once; the file stays open until then, though its
 * segment be dropped. Confined to one thread at a time.
 */
public final class LogSlice implements AutoCloseable {
    private final SharedFile file; // null when empty
    private final long position;
    private final int length;
    private final long before;

    private LogSlice(SharedFile file, long position, int length, long before) {
        this.file = file;
        this.position = position;
        this.length = length;
        this.before = before;
    }

    static LogSlice empty() {
        return new LogSlice(null, 0, 0, 0);
    }

    /**
     * A slice of a file that has been retained for it.
     *
     * @param before an offset that no batch in it reaches
     */
    static LogSlice of(SharedFile retained, long position, int length, long before) {
        return new LogSlice(retained, position, length, before);
    }

    /** An offset that no batch in it reaches; not the nearest one. */
    public long before() {
        return before;
    }

    /** In bytes. */
    public int length() {
        return length;
    }

    /** The file, and where in it the slice begins: for transports that have a way of their own. */
    public FileChannel channel() {
        return file.channel();
    }

    public long position() {
        return position;
    }

    /**
     * Writes to a channel what begins {@code from} bytes behind the slice's beginning.
     *
     * @return how many bytes it took, perhaps none
     */
    public long transferTo(int from, WritableByteChannel to) throws IOException {
        return file == null ? 0 : file.channel().transferTo(position + from, length - from, to);
    }

    /** Reads all of it into memory. */
    public ByteBuffer read() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        for (long at = position; bytes.hasRemaining(); ) {
            int count = file.channel().read(bytes, at);
            if (count < 0) {
                throw new IOException("the file ends within the slice");
            }
            at += count;
        }
        return bytes.flip();
    }

    @Override
    public void close() {
        if (file != null) {
            file.release();
        }
    }
}
