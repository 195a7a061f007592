package labs.mq.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** The values that are sent: a number, and behind it bytes that hardly compress and are known. */
final class Payload {
    private static final int VARIANTS = 256;
    private static final int NUMBER = Long.BYTES;

    private final int size;
    private final byte[][] variants = new byte[VARIANTS][];

    Payload(int size) {
        this.size = size;
        var random = new Random(size);
        for (int i = 0; i < VARIANTS; i++) {
            variants[i] = new byte[size];
            random.nextBytes(variants[i]);
        }
    }

    int size() {
        return size;
    }

    byte[] of(long number) {
        byte[] value = variants[(int) (number & VARIANTS - 1)].clone();
        ByteBuffer.wrap(value).putLong(0, number);
        return value;
    }

    /**
     * The number in it.
     *
     * @throws IllegalStateException if not each byte is as it was sent
     */
    long check(byte[] value) {
        long number = value.length == size ? ByteBuffer.wrap(value).getLong() : -1;
        byte[] sent = variants[(int) (number & VARIANTS - 1)];
        if (number < 0 || !Arrays.equals(sent, NUMBER, size, value, NUMBER, size)) {
            throw new IllegalStateException("a value came back changed: " + number);
        }
        return number;
    }
}
