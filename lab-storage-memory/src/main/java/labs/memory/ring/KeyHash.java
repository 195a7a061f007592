package labs.memory.ring;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hashes that the clients use. Each gives a number of 32 bits, without sign. */
public enum KeyHash {
    /**
     * {@link String#hashCode}. Similar names have numbers close to each other: good enough for a
     * modulo, and no ring at all.
     */
    NATIVE {
        @Override
        public long of(String text) {
            return Integer.toUnsignedLong(text.hashCode());
        }
    },

    /** Bob Jenkins' one-at-a-time: libmemcached's default. */
    ONE_AT_A_TIME {
        @Override
        public long of(String text) {
            // BEGIN SOLUTION
            int hash = 0;
            for (byte b : text.getBytes(UTF_8)) {
                hash += b & 0xff;
                hash += hash << 10;
                hash ^= hash >>> 6;
            }
            hash += hash << 3;
            hash ^= hash >>> 11;
            hash += hash << 15;
            return Integer.toUnsignedLong(hash);
            // END SOLUTION
            // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
        }
    },

    /** The first four bytes of MD5, lowest first: ketama's. */
    MD5 {
        @Override
        public long of(String text) {
            return fourOf(text)[0];
        }
    };

    /** The hash of a text. */
    public abstract long of(String text);

    /** All 16 bytes of a text's MD5, as four numbers: ketama takes four points from one digest. */
    static long[] fourOf(String text) {
        // BEGIN SOLUTION
        ByteBuffer digest = ByteBuffer.wrap(md5().digest(text.getBytes(UTF_8)));
        digest.order(ByteOrder.LITTLE_ENDIAN);
        long[] four = new long[4];
        for (int i = 0; i < four.length; i++) {
            four[i] = Integer.toUnsignedLong(digest.getInt());
        }
        return four;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
