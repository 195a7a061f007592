package labs.mq.log;

import java.nio.ByteBuffer;

/**
 * Whole numbers in as few bytes as they need, seven bits a byte, the sign in the lowest bit
 * (zigzag: 0, -1, 1, -2 … become 0, 1, 2, 3 …).
 */
final class Varint {
    private static final int LONGEST = 10;

    private Varint() {}

    static void put(ByteBuffer to, long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            to.put((byte) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        to.put((byte) rest);
    }

    /**
     * @throws CorruptBatchException if it ends too early or does not end
     */
    static long get(ByteBuffer from) throws CorruptBatchException {
        long bits = 0;
        for (int i = 0; i < LONGEST && from.hasRemaining(); i++) {
            byte next = from.get();
            bits |= (next & 0x7fL) << (7 * i);
            if (next >= 0) {
                return (bits >>> 1) ^ -(bits & 1);
            }
        }
        throw new CorruptBatchException("a number without an end");
    }

    static int size(long value) {
        long rest = (value << 1) ^ (value >> 63);
        return Math.max(1, (70 - Long.numberOfLeadingZeros(rest)) / 7);
    }
}
