package labs.compute.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a file. A line belongs to the split in which its first byte lies, so every line is in
 * one split however the file is cut. See Dean and Ghemawat, MapReduce, 2004, section 3.1.
 *
 * @param start of the first byte
 * @param end after the last one
 */
public record Split(Path file, long start, long end) {
    /**
     * Cuts a file into pieces of about that many bytes.
     *
     * @throws IOException if the file cannot be read; the message says which
     */
    public static List<Split> of(Path file, long bytes) throws IOException {
        return of(file, 0, bytes);
    }

    /** As {@link #of(Path, long)}, without the bytes before {@code from}, where a line starts. */
    static List<Split> of(Path file, long from, long bytes) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no file " + file);
        }
        long size = Files.size(file);
        var splits = new ArrayList<Split>();
        for (long start = from; start < size; start += bytes) {
            splits.add(new Split(file, start, Math.min(size, start + bytes)));
        }
        return splits;
    }
}
