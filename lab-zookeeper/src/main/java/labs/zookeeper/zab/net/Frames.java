package labs.zookeeper.zab.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Cuts a stream of bytes, which is all that TCP gives, into frames: four bytes of length, big
 * endian, and then so many bytes.
 */
final class Frames {
    private static final int HEADER = Integer.BYTES;

    private Frames() {}

    /** Writes one frame, by a single write: others see all of it or a broken connection. */
    static void write(OutputStream out, byte[] content) throws IOException {
        // BEGIN SOLUTION
        out.write(
                ByteBuffer.allocate(HEADER + content.length)
                        .putInt(content.length)
                        .put(content)
                        .array());
        out.flush();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-8: see README, part 8");
    }

    /**
     * Reads one frame, however many pieces it comes in; waits for it.
     *
     * @param limit the most bytes that a frame may hold
     * @return nothing if the stream ended where a frame would begin
     * @throws EOFException if the stream ended within a frame
     * @throws BadFrameException if the length is negative or over the limit; nothing of that size
     *     is allocated
     */
    static Optional<byte[]> read(InputStream in, int limit) throws IOException {
        // BEGIN SOLUTION
        byte[] header = in.readNBytes(HEADER);
        if (header.length == 0) {
            return Optional.empty();
        }
        int length = ByteBuffer.wrap(complete(header, HEADER)).getInt();
        // Before the array: whoever connects may claim two gigabytes.
        if (length < 0 || length > limit) {
            throw new BadFrameException("a frame of " + length + " bytes; at most " + limit);
        }
        return Optional.of(complete(in.readNBytes(length), length));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-8: see README, part 8");
    }

    // BEGIN SOLUTION
    private static byte[] complete(byte[] bytes, int length) throws EOFException {
        if (bytes.length < length) {
            throw new EOFException("ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }
    // END SOLUTION
}
