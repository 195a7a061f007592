package labs.compute.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Locale;
import labs.compute.table.Table;

/**
 * How large a table is.
 *
 * @param bytes of its file's rows
 * @param rows about how many, if all are as long as those in the middle
 */
record TableSize(long bytes, long rows) {
    private static final int SAMPLE = 64 * 1024;

    /**
     * Looks at the file's size and at some lines.
     *
     * @throws IOException if it is not there any more
     */
    static TableSize of(Table table) throws IOException {
        if (!Files.isRegularFile(table.path())) {
            throw new IOException("there is no file " + table.path() + " any more");
        }
        long bytes = Math.max(0, Files.size(table.path()) - table.dataStart());
        byte[] sample;
        try (InputStream in = Files.newInputStream(table.path())) {
            in.skipNBytes(Files.size(table.path()) - bytes + Math.max(0, (bytes - SAMPLE) / 2));
            sample = in.readNBytes(SAMPLE);
        }
        long lines = 0;
        for (byte b : sample) {
            lines += b == '\n' ? 1 : 0;
        }
        boolean isAll = sample.length < SAMPLE;
        long last = isAll && sample.length > 0 && sample[sample.length - 1] != '\n' ? 1 : 0;
        long whole = isAll ? lines + last : Math.max(1, bytes * lines / SAMPLE);
        return new TableSize(bytes, whole);
    }

    /** As people read it: 640 B, 24.0 MB. */
    static String text(long bytes) {
        String[] units = {"B", "KB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        String number =
                unit == 0 ? Long.toString(bytes) : String.format(Locale.ROOT, "%.1f", value);
        return number + " " + units[unit];
    }
}
