package labs.compute.mapreduce;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import labs.compute.table.Split;

/** The lines that begin in a split, one after the other. Close it. */
public final class SplitLines implements Closeable {
    /** A longer line is an error: it is more likely that the file is not a text. */
    public static final int MAX_LINE = 16 * 1024 * 1024;

    private final Split split;
    private final InputStream in;
    private final Slice line = new Slice();
    private final byte[] chunk = new byte[64 * 1024];
    private int at; // in the chunk
    private int limit; // of the chunk
    private byte[] buffer = new byte[8 * 1024];
    private long position;

    public SplitLines(Split split) throws IOException {
        this.split = split;
        FileChannel channel = FileChannel.open(split.file(), StandardOpenOption.READ);
        // The byte before: if it ends a line, the split's first line is its own.
        position = Math.max(0, split.start() - 1);
        in = Channels.newInputStream(channel);
        try {
            channel.position(position);
            if (split.start() > 0) {
                skipLine();
            }
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** The next byte, or -1: a BufferedInputStream would lock for each. */
    private int read() throws IOException {
        if (at == limit) {
            at = 0;
            limit = Math.max(0, in.read(chunk));
        }
        return limit == 0 ? -1 : chunk[at++] & 0xff;
    }

    private void skipLine() throws IOException {
        int b;
        do {
            b = read();
            position++;
        } while (b >= 0 && b != '\n');
    }

    /** The next line, without its end; null after the last. It is gone with the next call. */
    public Slice next() throws IOException {
        // BEGIN SOLUTION
        if (position >= split.end()) {
            return null;
        }
        int length = 0;
        int b;
        while ((b = read()) >= 0 && b != '\n') {
            if (length == buffer.length) {
                grow();
            }
            buffer[length++] = (byte) b;
        }
        position += length + 1;
        if (b < 0 && length == 0) {
            return null; // the file ends with the end of its last line
        }
        int end = length > 0 && buffer[length - 1] == '\r' ? length - 1 : length;
        return line.set(buffer, 0, end);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-1: README, part 1");
    }

    private void grow() throws IOException {
        if (buffer.length >= MAX_LINE) {
            throw new IOException(
                    split.file() + ": a line near byte " + position + " has over 16 MiB: no text?");
        }
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }

    /** How many bytes of the split have been read, for progress. */
    public long bytesRead() {
        return Math.min(position, split.end()) - split.start();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
