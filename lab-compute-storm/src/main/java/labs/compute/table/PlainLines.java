package labs.compute.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads lines as most are: whole numbers without a sign, of at most 15 digits, one for each column.
 * Eight bytes at a time, in a register and without a loop; what is in any way different is left to
 * {@link SplitReader}, which knows all that may be in a line.
 */
final class PlainLines {
    /** So many bytes behind a line it may look at. */
    static final int SLACK = 32;

    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ZEROS = 0x3030303030303030L; // the digit 0, eight times
    private static final long[] POWERS = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000
    };

    private PlainLines() {}

    /**
     * Appends rows to a batch, as long as there is room in its arrays and lines are plain.
     *
     * @param end no line that begins there or behind it is read
     * @param limit behind the last byte that there is
     * @return the position of the first line that was not read
     */
    static int read(byte[] bytes, int from, int end, int limit, ColumnBatch batch) {
        int last = batch.width() - 1;
        int room = batch.column(0).length;
        int row = batch.rows();
        int line = from;
        while (line < end && row < room) {
            int position = line;
            for (int column = 0; column < last && position >= 0; column++) {
                position = number(bytes, position, ',', batch.column(column), row);
            }
            position = position < 0 ? -1 : number(bytes, position, '\n', batch.column(last), row);
            if (position < 0 || position > limit) {
                break;
            }
            line = position;
            row++;
        }
        batch.setRows(row);
        return line;
    }

    /** Returns the position behind the separator, or -1. */
    private static int number(byte[] bytes, int from, char separator, long[] into, int row) {
        long text = (long) EIGHT.get(bytes, from);
        long eight = text ^ ZEROS;
        int bits = digitBits(eight);
        if (bits == Long.SIZE) {
            return longNumber(bytes, from, separator, into, row);
        }
        into[row] = value(eight << (Long.SIZE - 1 - bits) << 1); // in two steps: 64 is no shift
        boolean isPlain = bits > 0 && (text >>> bits & 0xff) == separator;
        return isPlain ? from + (bits >>> 3) + 1 : -1;
    }

    /** One of eight digits or more. */
    private static int longNumber(byte[] bytes, int from, char separator, long[] into, int row) {
        long high = value((long) EIGHT.get(bytes, from) ^ ZEROS);
        long text = (long) EIGHT.get(bytes, from + Long.BYTES);
        long eight = text ^ ZEROS;
        int bits = digitBits(eight);
        if (bits == Long.SIZE || (text >>> bits & 0xff) != separator) {
            return -1;
        }
        long low = value(eight << (Long.SIZE - 1 - bits) << 1);
        into[row] = high * POWERS[bits >>> 3] + low;
        return from + Long.BYTES + (bits >>> 3) + 1;
    }

    /** How many bits the digits before the first other byte take; 64 if all are digits. */
    private static int digitBits(long eight) {
        // The highest bit of each byte that is no digit; behind the first, others may have it, too.
        long others = ((eight + 0x7676767676767676L) | eight) & 0x8080808080808080L;
        return Long.numberOfTrailingZeros(others) & ~7;
    }

    /** Eight digits to a number: first pairs of them, then pairs of pairs, then both halves. */
    private static long value(long digits) {
        long pairs = (digits * 2561) >>> 8 & 0x00ff00ff00ff00ffL;
        long fours = (pairs * 6553601) >>> 16 & 0x0000ffff0000ffffL;
        return (fours * 42949672960001L) >>> 32;
    }
}
