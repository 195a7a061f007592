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
        long bytes = HEADER + (long) (to - from) * width * Long.BYTES;
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(CHUNK, bytes));
        buffer.putInt(to - from);
        for (int c = 0; c < width; c++) {
            put(batch.column(c), from, to, buffer);
        }
        flush(buffer);
        rows += to - from;
    }

    private void put(long[] column, int from, int to, ByteBuffer buffer) throws IOException {
        int row = from;
        while (row < to) {
            if (buffer.remaining() < Long.BYTES) {
                flush(buffer);
            }
            int count = Math.min(to - row, buffer.remaining() / Long.BYTES);
            buffer.asLongBuffer().put(column, row, count);
            buffer.position(buffer.position() + count * Long.BYTES);
            row += count;
        }
    }

    private void flush(ByteBuffer buffer) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            int count = write(buffer);
            end += count;
            written.addAndGet(count);
        }
        buffer.clear();
    }

    private int write(ByteBuffer buffer) throws IOException {
        try {
            return channel.write(buffer, end);
        } catch (IOException e) {
            String why = "cannot spill rows to " + file + " behind byte " + end + ": ";
            throw new IOException(why + e.getMessage(), e);
        }
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
        private final ByteBuffer in = ByteBuffer.allocate(CHUNK).limit(0);
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
            int row = 0;
            while (row < column.length) {
                if (in.remaining() < Long.BYTES) {
                    need(Long.BYTES);
                }
                int count = Math.min(column.length - row, in.remaining() / Long.BYTES);
                in.asLongBuffer().get(column, row, count);
                in.position(in.position() + count * Long.BYTES);
                row += count;
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
        try (channel) {
            Files.deleteIfExists(file);
        }
    }
}
