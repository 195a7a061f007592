package labs.compute.table;

import java.time.DateTimeException;
import java.time.LocalDate;

/** What the 64-bit numbers of a column mean. Values of different types are never compared. */
public enum ColumnType {
    /** A whole number. */
    BIGINT {
        @Override
        public long parse(String text) {
            return Long.parseLong(text);
        }

        @Override
        String text(long value) {
            return Long.toString(value);
        }
    },
    /** Days since 1970-01-01. */
    DATE {
        @Override
        public long parse(String text) {
            try {
                return LocalDate.parse(text).toEpochDay();
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("\"" + text + "\" is no date", e);
            }
        }

        @Override
        String text(long value) {
            return LocalDate.ofEpochDay(value).toString();
        }
    },
    /** A number with a point, as {@link Doubles} writes it. Queries compute it; no file has it. */
    DOUBLE {
        @Override
        public long parse(String text) {
            return Doubles.encode(Double.parseDouble(text));
        }

        @Override
        String text(long value) {
            return Double.toString(Doubles.decode(value));
        }
    };

    /**
     * The number for a value's text.
     *
     * @throws IllegalArgumentException if the text is not one of this type
     */
    public abstract long parse(String text);

    abstract String text(long value);

    /** Which numbers are BIGINTs, for people. */
    public static final String BIGINT_RANGE = "from -9223372036854775807 to 9223372036854775806";

    /** The smallest and the largest of 64 bits are no values: sorting needs them for NULL. */
    public static boolean isBigint(long value) {
        return value != Long.MIN_VALUE && value != Long.MAX_VALUE;
    }

    /** A value as people read it. */
    public final String format(long value) {
        return value == ColumnBatch.NULL ? "NULL" : text(value);
    }
}
