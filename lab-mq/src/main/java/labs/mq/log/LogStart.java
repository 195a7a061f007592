package labs.mq.log;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Up to which offset somebody has deleted the records of a log, kept in a file beside its segments.
 * Any thread reads; one at a time changes it.
 */
final class LogStart {
    private static final String FILE = "start.offset";

    private final Path file;
    private volatile long offset;

    private LogStart(Path file, long offset) {
        this.file = file;
        this.offset = offset;
    }

    static LogStart load(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        return new LogStart(file, Files.exists(file) ? parse(file) : 0);
    }

    private static long parse(Path file) throws IOException {
        String text = Files.readString(file).strip();
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new LogDirectoryException(
                    file + " should hold an offset: correct it, or delete it to have all records");
        }
    }

    /** 0 if nobody has deleted any. */
    long offset() {
        return offset;
    }

    void moveTo(long newOffset) throws IOException {
        Path half = file.resolveSibling(FILE + ".new");
        Files.writeString(half, newOffset + "\n");
        Files.move(half, file, ATOMIC_MOVE, REPLACE_EXISTING);
        offset = newOffset;
    }

    /** A log that lost its end must not hide what it is given next. */
    void keepWithin(long end) throws IOException {
        if (offset > end) {
            moveTo(end);
        }
    }
}
