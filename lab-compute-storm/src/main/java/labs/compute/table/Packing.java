package labs.compute.table;

import java.io.Serial;
import java.io.Serializable;

/**
 * How rows are packed: of each value only its distance from the least one of its column, in as many
 * bits as the greatest distance needs, and as many columns in a word as fit. A row of the case, of
 * three columns, is one word then. Such words wait and travel; whoever works on rows unpacks some
 * of them first. Known as frame of reference and bit packing: Goldstein, Ramakrishnan and Shaft,
 * Compressing Relations and Indexes, ICDE 1998. Immutable.
 */
public final class Packing implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    private final Field[] fields; // by column
    private final int words;

    /**
     * Where a column is.
     *
     * @param offset what is taken off a value; what is left is 0 for NULL if there are NULLs
     * @param mask of its bits, before they are shifted
     */
    private record Field(int word, int shift, long mask, long offset, boolean hasNull)
            implements Serializable {}

    private Packing(Field[] fields, int words) {
        this.fields = fields;
        this.words = words;
    }

    /** One for these rows, and for no values outside of theirs. */
    static Packing of(ColumnBatch rows) {
        var fields = new Field[rows.width()];
        int[] used = new int[rows.width()]; // bits, of each word
        int words = 0;
        for (int c = 0; c < fields.length; c++) {
            var values = ValueRange.of(rows.column(c), rows.rows());
            int word = 0;
            while (used[word] + values.bits() > Long.SIZE) {
                word++;
            }
            long mask = values.bits() == 0 ? 0 : -1L >>> (Long.SIZE - values.bits());
            fields[c] = new Field(word, used[word], mask, values.offset(), values.hasNull());
            used[word] += values.bits();
            words = Math.max(words, word + 1);
        }
        return new Packing(fields, words);
    }

    /** How many words a row takes. */
    public int words() {
        return words;
    }

    /** How many columns a row has. */
    public int width() {
        return fields.length;
    }

    /** Whether there may be NULLs in that column. */
    public boolean mayHaveNull(int column) {
        return fields[column].hasNull || fields[column].mask == -1;
    }

    /** Writes one word of each of the rows {@code from … from + count - 1}. */
    void pack(ColumnBatch rows, int from, int count, int word, long[] into) {
        java.util.Arrays.fill(into, 0, count, 0);
        for (int c = 0; c < fields.length; c++) {
            if (fields[c].word == word) {
                pack(fields[c], rows.column(c), from, count, into);
            }
        }
    }

    private static void pack(Field field, long[] values, int from, int count, long[] into) {
        long offset = field.offset;
        int shift = field.shift;
        if (field.hasNull) {
            for (int i = 0; i < count; i++) {
                long value = values[from + i];
                into[i] |= value == ColumnBatch.NULL ? 0 : (value - offset) << shift;
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            into[i] |= (values[from + i] - offset) << shift;
        }
    }

    /** Appends the rows {@code from … to - 1} of packed ones, each column as it was. */
    public void unpack(ColumnBatch packed, int from, int to, ColumnBatch into) {
        into.reserve(to - from);
        for (int c = 0; c < fields.length; c++) {
            long[] from64 = packed.column(fields[c].word);
            unpack(fields[c], from64, from, to, into.column(c), into.rows());
        }
        into.setRows(into.rows() + to - from);
    }

    private static void unpack(
            Field field, long[] packed, int from, int to, long[] into, int start) {
        int shift = field.shift;
        long mask = field.mask;
        long offset = field.offset;
        int at = start - from;
        for (int i = from; i < to; i++) {
            into[at + i] = (packed[i] >>> shift & mask) + offset;
        }
        if (field.hasNull) {
            for (int i = from; i < to; i++) {
                into[at + i] = (packed[i] >>> shift & mask) == 0 ? ColumnBatch.NULL : into[at + i];
            }
        }
    }
}
