package labs.compute.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads the lines of splits: values with commas between them. One for each thread: it keeps its
 * buffer.
 */
public final class SplitReader {
    /** A line that is longer is malformed. */
    public static final int MAX_LINE = 64 * 1024;

    private static final int BLOCK = 256 * 1024; // read at once: the copy on the way stays in cache
    private static final int DATE_LENGTH = 10;
    private static final long LONGEST_SAFE = Long.MAX_VALUE / 10 - 1;
    private static final int LONGEST_NUMBER = 20; // of a BIGINT, with its sign

    private final List<Column> columns;
    private final boolean[] isDate; // by column
    private final boolean hasDates;
    private final BadLines policy;
    private final int width;
    private long skipped;
    private byte[] bytes = new byte[0];

    // While a split is being read: the file's position of bytes[0], and where the split's data end.
    private Split split;
    private long base;
    private int limit;

    public SplitReader(List<Column> columns, BadLines policy) {
        this.columns = columns;
        this.policy = policy;
        this.width = columns.size();
        this.isDate = new boolean[width];
        boolean anyDate = false;
        for (int column = 0; column < width; column++) {
            isDate[column] = columns.get(column).type() == ColumnType.DATE;
            anyDate |= isDate[column];
        }
        this.hasDates = anyDate;
    }

    /** How many lines it left out so far. */
    public long skipped() {
        return skipped;
    }

    /**
     * All rows of that split.
     *
     * @throws MalformedLineException for the first line that is not as it should be, unless such
     *     lines are to be left out
     */
    public ColumnBatch read(Split wanted) throws IOException {
        return read(wanted, null);
    }

    /**
     * The same, in place of rows that were read before, if nobody needs those any more.
     *
     * @param before may be null
     */
    public ColumnBatch read(Split wanted, ColumnBatch before) throws IOException {
        split = wanted;
        fill();
        int position = start();
        int end = (int) Math.min(limit, wanted.end() - base);
        ColumnBatch batch = before == null ? empty(end - position) : before;
        batch.setRows(0);
        while (position < end) {
            if (batch.rows() == batch.column(0).length) {
                batch.reserve(1);
            }
            position = lines(position, end, batch);
        }
        return batch;
    }

    private ColumnBatch empty(int length) {
        return new ColumnBatch(width, Math.max(16, length / (width * 6)));
    }

    /** Reads the split, the byte before it, and as much behind it as a line may be long. */
    private void fill() throws IOException {
        base = Math.max(0, split.start() - 1);
        int length = Math.toIntExact(split.end() - base + MAX_LINE);
        if (bytes.length < length + PlainLines.SLACK) {
            bytes = new byte[length + PlainLines.SLACK];
        }
        try (FileChannel channel = FileChannel.open(split.file(), StandardOpenOption.READ)) {
            limit = 0;
            for (int count = 0; count >= 0 && limit < length; limit += Math.max(0, count)) {
                int block = Math.min(BLOCK, length - limit);
                count = channel.read(ByteBuffer.wrap(bytes, limit, block), base + limit);
            }
            if (base + limit == channel.size() && limit > 0 && bytes[limit - 1] != '\n') {
                bytes[limit++] = '\n'; // the last line may lack its end
            }
        }
    }

    /** Behind the end of the line that began before the split. */
    private int start() {
        if (split.start() == 0) {
            return 0;
        }
        int position = 0;
        while (position < limit && bytes[position] != '\n') {
            position++;
        }
        return position + 1;
    }

    /** Reads some lines, at least one. */
    private int lines(int start, int end, ColumnBatch batch) throws IOException {
        int position = hasDates ? start : PlainLines.read(bytes, start, end, limit, batch);
        boolean isOther = position < end && batch.rows() < batch.column(0).length;
        return isOther ? line(position, batch) : position;
    }

    /** Appends the line's values; what a bad line wrote is behind the last row. */
    private int line(int start, ColumnBatch batch) throws IOException {
        int row = batch.rows();
        int position = start;
        for (int column = 0; column < width && position >= 0; column++) {
            byte separator = column == width - 1 ? (byte) '\n' : (byte) ',';
            long[] into = batch.column(column);
            position =
                    isDate[column]
                            ? date(position, separator, into, row)
                            : number(position, separator, into, row);
        }
        if (position < 0 || position > limit) {
            return bad(start);
        }
        batch.setRows(row + 1);
        return position;
    }

    private int bad(int start) throws IOException {
        if (policy == BadLines.FAIL) {
            throw malformed(start);
        }
        skipped++;
        int position = start;
        while (position < limit && bytes[position] != '\n') {
            position++;
        }
        return position + 1;
    }

    /** Returns the position behind the separator, or -1. */
    private int number(int from, byte separator, long[] into, int row) {
        if (bytes[from] == separator) {
            into[row] = ColumnBatch.NULL;
            return from + 1;
        }
        return otherNumber(from, separator, into, row);
    }

    /** A long one, one with a sign, one behind which the line ends as Windows ends it, or none. */
    private int otherNumber(int from, byte separator, long[] into, int row) {
        if (isEnd(from, separator)) {
            into[row] = ColumnBatch.NULL;
            return from + 2;
        }
        boolean isNegative = bytes[from] == '-';
        int position = isNegative ? from + 1 : from;
        int digits = position;
        long value = 0;
        int c;
        while ((c = bytes[position] - '0') >= 0 && c <= 9) {
            if (value > LONGEST_SAFE) {
                return longNumber(from, separator, into, row);
            }
            value = value * 10 + c;
            position++;
        }
        into[row] = isNegative ? -value : value;
        return position == digits ? -1 : behind(position, separator);
    }

    /** Near the ends of what a BIGINT is, where a multiplication may go over them. */
    private int longNumber(int from, byte separator, long[] into, int row) {
        int end = from + 1;
        while (end < limit && end - from < LONGEST_NUMBER && isDigit(bytes[end])) {
            end++;
        }
        try {
            String text = new String(bytes, from, end - from, StandardCharsets.US_ASCII);
            into[row] = Long.parseLong(text);
            return ColumnType.isBigint(into[row]) ? behind(end, separator) : -1;
        } catch (NumberFormatException tooLong) {
            return -1;
        }
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Behind the separator at that position, or -1 if there is none. */
    private int behind(int position, byte separator) {
        if (bytes[position] == separator) {
            return position + 1;
        }
        return isEnd(position, separator) ? position + 2 : -1;
    }

    /** Whether a line ends there as Windows ends it. */
    private boolean isEnd(int position, byte separator) {
        return separator == '\n' && bytes[position] == '\r' && bytes[position + 1] == '\n';
    }

    /** As {@link #number}, for YYYY-MM-DD. */
    private int date(int from, byte separator, long[] into, int row) {
        if (bytes[from] == separator) {
            into[row] = ColumnBatch.NULL;
            return from + 1;
        }
        if (isEnd(from, separator)) {
            into[row] = ColumnBatch.NULL;
            return from + 2;
        }
        if (from + DATE_LENGTH >= limit || behind(from + DATE_LENGTH, separator) < 0) {
            return -1;
        }
        String text = new String(bytes, from, DATE_LENGTH, StandardCharsets.US_ASCII);
        try {
            into[row] = ColumnType.DATE.parse(text);
            return behind(from + DATE_LENGTH, separator);
        } catch (IllegalArgumentException notADate) {
            return -1;
        }
    }

    private MalformedLineException malformed(int start) throws IOException {
        int end = start;
        while (end < limit && bytes[end] != '\n' && end - start < 80) {
            end++;
        }
        boolean isWindows = end > start && end < limit && bytes[end - 1] == '\r';
        int behind = isWindows ? end - 1 : end;
        String text = new String(bytes, start, behind - start, StandardCharsets.UTF_8);
        long number = lineNumber(split.file(), base + start);
        String expected =
                columns.stream()
                        .map(column -> column.name() + " " + column.type())
                        .collect(Collectors.joining(", "));
        return new MalformedLineException(
                split.file(), number, text, expected, new LineCheck(columns).what(text));
    }

    /** Counted only when somebody has to be told. */
    private static long lineNumber(Path file, long position) throws IOException {
        long lines = 1;
        var buffer = ByteBuffer.allocate(1 << 16);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long at = 0;
            while (at < position && channel.read(buffer.clear(), at) > 0) {
                buffer.flip();
                int count = (int) Math.min(buffer.limit(), position - at);
                for (int i = 0; i < count; i++) {
                    lines += buffer.get(i) == '\n' ? 1 : 0;
                }
                at += buffer.limit();
            }
        }
        return lines;
    }
}
