package labs.compute.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import labs.compute.table.Hash;
import labs.compute.table.Table;

/**
 * The two tables of the case, as many rows in each: {@code orders(id, user_id, amount)} and {@code
 * users(id, score)}. All values follow from the row's number, so any answer can be checked by
 * counting, without joining or sorting.
 */
public final class CaseData {
    private static final long SCORES = 1_000_000;
    private static final long AMOUNTS = 100_000;
    private static final int BUFFER = 1 << 20;
    private static final int LONGEST = 64;

    private final long rows;

    public CaseData(long rows) {
        this.rows = rows;
    }

    public long rows() {
        return rows;
    }

    /** Whose order it is. */
    public long userOf(long order) {
        return positive(Hash.of(order + 1)) % rows;
    }

    public long amountOf(long order) {
        return positive(Hash.of(~order)) % AMOUNTS;
    }

    public long scoreOf(long user) {
        return positive(Hash.of(user * 31 + 7)) % SCORES;
    }

    private static long positive(long value) {
        return value >>> 1;
    }

    /**
     * How many orders come before that place: those whose user has a higher score, or the same and
     * whose number is smaller.
     */
    public long before(long score, long order) {
        long before = 0;
        for (long other = 0; other < rows; other++) {
            long itsScore = scoreOf(userOf(other));
            if (itsScore > score || itsScore == score && other < order) {
                before++;
            }
        }
        return before;
    }

    /**
     * Writes {@code orders.csv} and {@code users.csv}.
     *
     * @param progress hears how many rows are written, now and then
     */
    public void write(Path directory, LongConsumer progress) throws IOException {
        try (var out = new Lines(directory.resolve("orders.csv"))) {
            out.text("id BIGINT,user_id BIGINT,amount BIGINT");
            for (long id = 0; id < rows; id++) {
                out.row(progress, id, userOf(id), amountOf(id));
            }
        }
        try (var out = new Lines(directory.resolve("users.csv"))) {
            out.text("id BIGINT,score BIGINT");
            for (long id = 0; id < rows; id++) {
                out.row(progress, id, scoreOf(id));
            }
        }
    }

    public Table orders(Path directory) throws IOException {
        return Table.open("orders", directory.resolve("orders.csv"));
    }

    public Table users(Path directory) throws IOException {
        return Table.open("users", directory.resolve("users.csv"));
    }

    /** Numbers as text, without an object for each. */
    private static final class Lines implements AutoCloseable {
        private final OutputStream out;
        private final byte[] buffer = new byte[BUFFER];
        private final byte[] digits = new byte[20];
        private int length;
        private long written;

        Lines(Path file) throws IOException {
            out = Files.newOutputStream(file);
        }

        void text(String line) throws IOException {
            out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        }

        void row(LongConsumer progress, long... values) throws IOException {
            if (length + LONGEST > BUFFER) {
                flush();
                progress.accept(written);
            }
            for (int i = 0; i < values.length; i++) {
                number(values[i]);
                buffer[length++] = (byte) (i == values.length - 1 ? '\n' : ',');
            }
            written++;
        }

        private void number(long value) {
            int at = digits.length;
            long rest = value;
            do {
                digits[--at] = (byte) ('0' + rest % 10);
                rest /= 10;
            } while (rest > 0);
            System.arraycopy(digits, at, buffer, length, digits.length - at);
            length += digits.length - at;
        }

        private void flush() throws IOException {
            out.write(buffer, 0, length);
            length = 0;
        }

        @Override
        public void close() throws IOException {
            flush();
            out.close();
        }
    }
}
