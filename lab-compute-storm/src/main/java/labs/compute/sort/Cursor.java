package labs.compute.sort;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;
import labs.compute.table.ColumnBatch;

/**
 * Where a reader stands: behind the last row that was shown. It travels as a text; whoever reads
 * keeps it, so that the server need not. The text is checked, not signed: it tells a slip, not a
 * forger. Immutable.
 */
public final class Cursor {
    private static final byte VERSION = 1;
    private static final int FIXED = 1 + Long.BYTES + Integer.BYTES; // before the row's values
    private static final int CHECK = Integer.BYTES;

    private final long query;
    private final ColumnBatch row;
    private final int copies;

    private Cursor(long query, ColumnBatch row, int copies) {
        this.query = query;
        this.row = row;
        this.copies = copies;
    }

    /**
     * Behind the last row of a page.
     *
     * @param query its text: whatever tells it from others
     * @param page not empty
     * @param before behind which this page began; empty for the first page
     */
    public static Cursor behind(String query, ColumnBatch page, Optional<Cursor> before) {
        // BEGIN SOLUTION
        int last = page.rows() - 1;
        var row = new ColumnBatch(page.width(), 1);
        row.append(page, last, last + 1);
        int copies = 1;
        while (copies <= last && isSame(page, last - copies, row)) {
            copies++;
        }
        boolean goesOn = copies == page.rows() && before.isPresent();
        if (goesOn && isSame(before.get().row, 0, row)) {
            copies += before.get().copies;
        }
        return new Cursor(idOf(query), row, copies);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-6: README, part 6");
    }

    private static boolean isSame(ColumnBatch rows, int at, ColumnBatch row) {
        boolean isSame = true;
        for (int c = 0; c < row.width(); c++) {
            isSame &= rows.column(c)[at] == row.column(c)[0];
        }
        return isSame;
    }

    private static long idOf(String query) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(query.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The row; row 0 of a batch of one. */
    public ColumnBatch row() {
        return row;
    }

    /** How many rows that equal it throughout were shown, itself included. */
    public int copies() {
        return copies;
    }

    /** As letters, digits, - and _: version, query, copies, values, checksum. */
    public String text() {
        ByteBuffer bytes = ByteBuffer.allocate(sizeOf(row.width()));
        bytes.put(VERSION).putLong(query).putInt(copies);
        for (int c = 0; c < row.width(); c++) {
            bytes.putLong(row.column(c)[0]);
        }
        bytes.putInt(check(bytes.array()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    private static int check(byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes, 0, bytes.length - CHECK);
        return (int) crc.getValue();
    }

    /**
     * Reads a cursor's text.
     *
     * @param width how many columns the query's rows have
     * @throws InvalidCursorException if the text is damaged, or belongs to another query
     */
    public static Cursor of(String text, String query, int width) {
        // BEGIN SOLUTION
        ByteBuffer bytes = ByteBuffer.wrap(decoded(text));
        boolean isWhole = bytes.limit() >= FIXED + CHECK && bytes.get() == VERSION;
        if (!isWhole || bytes.getInt(bytes.limit() - CHECK) != check(bytes.array())) {
            throw damaged(text);
        }
        if (bytes.getLong() != idOf(query) || bytes.limit() != sizeOf(width)) {
            throw new InvalidCursorException("the cursor \"" + text + "\" is of another query");
        }
        int copies = bytes.getInt();
        var row = new ColumnBatch(width, 1);
        for (int c = 0; c < width; c++) {
            row.column(c)[0] = bytes.getLong();
        }
        row.setRows(1);
        return new Cursor(idOf(query), row, copies);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-6: README, part 6");
    }

    private static int sizeOf(int width) {
        return FIXED + width * Long.BYTES + CHECK;
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw damaged(text);
        }
    }

    private static InvalidCursorException damaged(String text) {
        return new InvalidCursorException("the cursor \"" + text + "\" is damaged");
    }

    @Override
    public String toString() {
        return text();
    }
}
