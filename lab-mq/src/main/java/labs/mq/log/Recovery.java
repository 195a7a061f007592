package labs.mq.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads a file of batches from its beginning, up to the first that is not whole and intact. */
final class Recovery {
    /** Takes an intact batch. The view is good only during the call. */
    @FunctionalInterface
    interface Taker {
        /**
         * @return whether to go on
         */
        boolean take(Batch batch, int position) throws IOException;
    }

    private static final int CHUNK = 1 << 20;

    private final FileChannel channel;
    private final int length;
    private ByteBuffer buffer = ByteBuffer.allocate(CHUNK).limit(0);
    private int bufferAt; // position in the file of the buffer's first byte

    private Recovery(FileChannel channel, int length) {
        this.channel = channel;
        this.length = length;
    }

    /** Hands over the batches within the first {@code length} bytes. */
    static void read(FileChannel channel, int length, Taker taker) throws IOException {
        var reader = new Recovery(channel, length);
        int at = 0;
        for (Batch batch = reader.batch(at);
                batch != null && taker.take(batch, at);
                batch = reader.batch(at)) {
            at += batch.sizeInBytes();
        }
    }

    /** The batch at that position; null if there is none, or not a whole and intact one. */
    private Batch batch(int at) throws IOException {
        // BEGIN SOLUTION
        if (length - at < Batch.HEADER) {
            return null;
        }
        int size = Batch.OVERHEAD + bytes(at, Batch.HEADER).getInt(Batch.LENGTH_AT);
        // The size is not covered by a checksum that we have checked: believe it only in bounds.
        if (size < Batch.HEADER || size > length - at) {
            return null;
        }
        Batch batch = Batch.trusted(bytes(at, size));
        return batch.isOfThisFormat() && batch.isIntact() ? batch : null;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    /** So many bytes of the file from there, as a view of the buffer. */
    private ByteBuffer bytes(int at, int count) throws IOException {
        int from = at - bufferAt;
        if (from < 0 || from + count > buffer.limit()) {
            fill(at, count);
            from = 0;
        }
        return buffer.slice(from, count);
    }

    private void fill(int at, int count) throws IOException {
        int wanted = Math.min(Math.max(CHUNK, count), length - at);
        if (wanted > buffer.capacity()) {
            buffer = ByteBuffer.allocate(wanted);
        }
        buffer.clear().limit(wanted);
        SharedFile.readFully(channel, buffer, at);
        buffer.flip();
        bufferAt = at;
    }
}
