package labs.compute.mapreduce;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A finished run, as {@link RunWriter} writes it. */
record Run(Path file, int partitions) {
    private static final int BUFFER = 64 * 1024;

    /** The bytes of a partition's segment; close it. */
    Segment segment(int partition) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            int trailer = (partitions + 1) * Long.BYTES;
            ByteBuffer bounds = ByteBuffer.allocate(2 * Long.BYTES);
            long at = channel.size() - trailer + (long) partition * Long.BYTES;
            while (bounds.hasRemaining() && channel.read(bounds, at + bounds.position()) >= 0) {}
            long start = bounds.getLong(0);
            channel.position(start);
            return new Segment(channel, bounds.getLong(Long.BYTES) - start);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** An open segment. */
    record Segment(FileChannel channel, long length) implements AutoCloseable {
        RecordReader records() {
            return new RecordReader(Channels.newInputStream(channel), length);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Reads records from so many bytes of a stream; closing it closes the stream. */
    static final class RecordReader implements AutoCloseable {
        private final DataInputStream in;
        private final Slice key = new Slice();
        private final Slice value = new Slice();
        private byte[] bytes = new byte[256];
        private long left;

        RecordReader(InputStream in, long length) {
            this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
            this.left = length;
        }

        /**
         * Goes to the next record.
         *
         * @throws EOFException if the stream ends before its length: the sender died
         */
        boolean next() throws IOException {
            if (left <= 0) {
                return false;
            }
            int keyLength = in.readInt();
            int valueLength = in.readInt();
            int length = keyLength + valueLength;
            if (keyLength < 0 || valueLength < 0 || length > left) {
                throw new IOException("a record's lengths are " + keyLength + ", " + valueLength);
            }
            if (bytes.length < length) {
                bytes = new byte[Math.max(length, bytes.length * 2)];
            }
            in.readFully(bytes, 0, length);
            left -= 2L * Integer.BYTES + length;
            key.set(bytes, 0, keyLength);
            value.set(bytes, keyLength, valueLength);
            return true;
        }

        Slice key() {
            return key;
        }

        Slice value() {
            return value;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
