package labs.compute.spill;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import labs.compute.table.ColumnBatch;

/**
 * Batches of rows in a file, in the order in which they were appended. First all is written, then
 * all is read, as often as one likes. Not thread-safe. Closing it deletes the file.
 */
public final class SpillFile implements AutoCloseable {
    private static final int HEADER = Integer.BYTES;
    private static final int CHUNK = 64 * 1024;

    private final Path file;
    private final int width;
    private final AtomicLong written;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    private long end;
    private long rows;

    SpillFile(Path file, int width, AtomicLong written) throws IOException {
        this.file = file;
        this.width = width;
        this.written = written;
        this.channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
    }

    public long rows() {
        return rows;
    }

    public int width() {
        return width;
    }

    /** Where the next batch will begin. */
    public long end() {
        return end;
    }

    /** Appends the rows; the batch may be changed afterwards. */
    public void append(ColumnBatch batch) throws IOException {
        append(batch, 0, batch.rows());
    }

    /** Appends the rows {@code from … to - 1}. */
    public void append(ColumnBatch batch, int from, int to) throws IOException {
        if (from == to) {
            return;
        }
        buffer.clear();
        buffer.putInt(to - from);
        for (int c = 0; c < width; c++) {
            long[] column = batch.column(c);
            for (int row = from; row < to; row++) {
                if (buffer.remaining() < Long.BYTES) {
                    flush();
                }
                buffer.putLong(column[row]);
            }
        }
        flush();
        rows += to - from;
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            int count = channel.write(buffer, end);
            end += count;
            written.addAndGet(count);
        }
        buffer.clear();
    }

    /** Starts at the beginning. Several readers may read at a time, from one thread each. */
    public Reader read() {
        return new Reader(0);
    }

    /** Starts with the batch that begins there: at what {@link #end} was before it came. */
    public Reader read(long from) {
        return new Reader(from);
    }

    /** Gives the batches back, as they were appended. */
    public final class Reader {
        private final ByteBuffer in = ByteBuffer.allocateDirect(CHUNK).limit(0);
        private long position;

        private Reader(long from) {
            position = from;
        }

        /** The next batch, or null behind the last one. */
        public ColumnBatch next() throws IOException {
            if (position - in.remaining() == end) {
                return null;
            }
            need(HEADER);
            int count = in.getInt();
            long[][] columns = new long[width][count];
            for (long[] column : columns) {
                fill(column);
            }
            return new ColumnBatch(columns, count);
        }

        private void fill(long[] column) throws IOException {
            for (int row = 0; row < column.length; row++) {
                if (in.remaining() < Long.BYTES) {
                    need(Long.BYTES);
                }
                column[row] = in.getLong();
            }
        }

        private void need(int bytes) throws IOException {
            in.compact();
            while (in.position() < bytes) {
                int count = channel.read(in, position);
                if (count < 0) {
                    throw new EOFException(file + " ends too early");
                }
                position += count;
            }
            in.flip();
        }
    }

    /** Deletes it. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
