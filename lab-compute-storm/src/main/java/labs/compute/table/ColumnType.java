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
    };

    /**
     * The number for a value's text.
     *
     * @throws IllegalArgumentException if the text is not one of this type
     */
    public abstract long parse(String text);

    abstract String text(long value);

    /** A value as people read it. */
    public final String format(long value) {
        return value == ColumnBatch.NULL ? "NULL" : text(value);
    }
}
