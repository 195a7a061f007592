package labs.compute.mapreduce;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Some bytes of an array, ordered as unsigned. Whoever is handed one may look at it until the call
 * returns; {@link #copy} keeps it. Reused by its owner, so it is not a record.
 */
public final class Slice implements Comparable<Slice> {
    byte[] bytes;
    int offset;
    int length;

    public Slice() {
        this(new byte[0]);
    }

    public Slice(byte[] bytes) {
        set(bytes, 0, bytes.length);
    }

    /** The bytes of a text in UTF-8. */
    public static Slice of(String text) {
        return new Slice(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes this one stand for other bytes. */
    public Slice set(byte[] newBytes, int newOffset, int newLength) {
        bytes = newBytes;
        offset = newOffset;
        length = newLength;
        return this;
    }

    public int length() {
        return length;
    }

    public byte at(int index) {
        return bytes[offset + index];
    }

    /** One that nobody changes any more. */
    public Slice copy() {
        return new Slice(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public int compareTo(Slice other) {
        return Arrays.compareUnsigned(
                bytes,
                offset,
                offset + length,
                other.bytes,
                other.offset,
                other.offset + other.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Slice slice && compareTo(slice) == 0;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /** As UTF-8. */
    @Override
    public String toString() {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
}
