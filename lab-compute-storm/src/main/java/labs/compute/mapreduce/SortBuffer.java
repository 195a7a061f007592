package labs.compute.mapreduce;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Holds what a map task emits until it is full; then it is sorted and written as a run. One array
 * of bytes and two of numbers, however many records: their objects would take several times the
 * room of the records. Not thread-safe.
 */
final class SortBuffer {
    private static final int PARTITION_SHIFT = 48;
    private static final int PREFIX_BYTES = PARTITION_SHIFT / Byte.SIZE;
    private static final int HEADER = 2 * Integer.BYTES; // the two lengths before a record
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final long[] prefixes; // partition, and the first bytes of the key: settles most
    private final int[] starts; // of each record's bytes
    private int records;
    private int used;

    /**
     * @param capacity in bytes, over all arrays
     */
    SortBuffer(int capacity) {
        int most = Math.max(16, capacity / 64);
        prefixes = new long[most];
        starts = new int[most];
        bytes = new byte[capacity - most * (Long.BYTES + Integer.BYTES)];
    }

    /** Adds a record, if there is room; false: write the buffer out first. */
    boolean add(int partition, Slice key, Slice value) throws IOException {
        // BEGIN SOLUTION
        int length = HEADER + key.length + value.length;
        if (length > bytes.length) {
            throw new IOException(
                    "a record of " + length + " bytes, and the buffer has " + bytes.length);
        }
        if (records == starts.length || used + length > bytes.length) {
            return false;
        }
        starts[records] = used;
        prefixes[records] = prefix(partition, key);
        records++;
        putInt(used, key.length);
        putInt(used + Integer.BYTES, value.length);
        System.arraycopy(key.bytes, key.offset, bytes, used + HEADER, key.length);
        int valueAt = used + HEADER + key.length;
        System.arraycopy(value.bytes, value.offset, bytes, valueAt, value.length);
        used += length;
        return true;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-1: README, part 1");
    }

    boolean isEmpty() {
        return records == 0;
    }

    /** All records in the order of partition and key; after it {@link #clear}. */
    Sorted sorted() {
        // BEGIN SOLUTION
        return new Sorted(PrefixSort.order(prefixes, records, this::compare));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-1: README, part 1");
    }

    void clear() {
        records = 0;
        used = 0;
    }

    /** Stands before the first record at first. */
    final class Sorted {
        private final int[] order;
        private final Slice key = new Slice();
        private final Slice value = new Slice();
        private int at = -1;

        Sorted(int[] order) {
            this.order = order;
        }

        /** The records of that partition, from the next one on. */
        Groups.Records of(int partition) {
            return new Groups.Records() {
                @Override
                public boolean next() {
                    boolean isThere =
                            at + 1 < order.length && partitionOf(order[at + 1]) == partition;
                    at += isThere ? 1 : 0;
                    return isThere;
                }

                @Override
                public Slice key() {
                    int start = starts[order[at]];
                    return key.set(bytes, start + HEADER, getInt(start));
                }

                @Override
                public Slice value() {
                    int start = starts[order[at]];
                    int valueAt = start + HEADER + getInt(start);
                    return value.set(bytes, valueAt, getInt(start + Integer.BYTES));
                }
            };
        }
    }

    private int partitionOf(int record) {
        return (int) (prefixes[record] >>> PARTITION_SHIFT);
    }

    // BEGIN SOLUTION
    private static long prefix(int partition, Slice key) {
        long prefix = partition;
        for (int i = 0; i < PREFIX_BYTES; i++) {
            prefix = prefix << Byte.SIZE | (i < key.length ? key.at(i) & 0xff : 0);
        }
        return prefix;
    }

    private int compare(int one, int other) {
        int a = starts[one] + HEADER;
        int b = starts[other] + HEADER;
        return Arrays.compareUnsigned(
                bytes, a, a + getInt(starts[one]), bytes, b, b + getInt(starts[other]));
    }

    // END SOLUTION

    private void putInt(int at, int value) {
        INTS.set(bytes, at, value);
    }

    private int getInt(int at) {
        return (int) INTS.get(bytes, at);
    }
}
