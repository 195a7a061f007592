package labs.zookeeper.zab.net;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * What one sync writes, in a frame that shows damage: the length of the content, a checksum of that
 * length, a checksum of the content, the content.
 *
 * <pre>
 *   ┌────────┬──────────────┬───────────────┬───────────┐
 *   │ length │ CRC of those │ CRC of the    │ content … │
 *   │ 4 byte │ 4 bytes      │ content       │           │
 *   └────────┴──────────────┴───────────────┴───────────┘
 * </pre>
 *
 * <p>The length has a checksum of its own, since one that is wrong looks like a batch that goes on
 * behind the end of the file, which is what a crash leaves.
 */
final class Batch {
    static final int HEADER = 3 * Integer.BYTES;

    private Batch() {}

    static byte[] frame(byte[] content) {
        return ByteBuffer.allocate(HEADER + content.length)
                .putInt(content.length)
                .putInt(checksum(length(content.length)))
                .putInt(checksum(content))
                .put(content)
                .array();
    }

    /** Whether the twelve bytes at the buffer's position are the header of a batch. */
    static boolean isHeader(ByteBuffer at) {
        int start = at.position();
        int length = at.getInt(start);
        return length > 0 && at.getInt(start + 4) == checksum(length(length));
    }

    /** Whether that is the content that the header at {@code start} was written for. */
    static boolean isContent(ByteBuffer file, int start, byte[] content) {
        return file.getInt(start + 8) == checksum(content);
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
    }

    private static int checksum(byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Whether there is nothing but zeros: room that the file system gave and nobody filled. */
    static boolean isBlank(ByteBuffer rest) {
        byte[] bytes = new byte[rest.remaining()];
        rest.duplicate().get(bytes);
        return Arrays.equals(bytes, new byte[bytes.length]);
    }
}
