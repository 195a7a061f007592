package labs.compute.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A table in a file of text. Its first line names the columns and their types, the others hold
 * values with commas between them; nothing between two commas is NULL. Lines end in LF or CRLF; a
 * byte order mark of UTF-8 is passed over.
 *
 * <pre>
 *   id BIGINT,user_id BIGINT,day DATE
 *   1,42,2026-11-26
 * </pre>
 *
 * @param dataStart the first byte behind the first line
 */
public record Table(String name, String file, List<Column> columns, long dataStart)
        implements Serializable {
    private static final int MOST_HEADER = 64 * 1024;

    /**
     * Looks at the file's first line.
     *
     * @throws IOException if there is no such file, or its first line is not as it should be; the
     *     message says what was expected
     */
    public static Table open(String name, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no file " + file + " for the table " + name);
        }
        byte[] beginning;
        try (InputStream in = Files.newInputStream(file)) {
            beginning = in.readNBytes(MOST_HEADER);
        }
        int start = behindMark(file, beginning);
        int end = start;
        while (end < beginning.length && beginning[end] != '\n') {
            end++;
        }
        String header = new String(beginning, start, end - start, StandardCharsets.UTF_8);
        header = header.endsWith("\r") ? header.substring(0, header.length() - 1) : header;
        if (header.indexOf('\r') >= 0) {
            throw new MalformedLineException(
                    file, 1, header, "lines that end in LF or CRLF, and not in CR alone");
        }
        return new Table(name, file.toString(), columns(file, header), end + 1L);
    }

    /** Behind the mark that some programs put before UTF-8. */
    private static int behindMark(Path file, byte[] bytes) throws IOException {
        String first = HexFormat.of().formatHex(bytes, 0, Math.min(3, bytes.length));
        if (first.startsWith("fffe") || first.startsWith("feff")) {
            throw new IOException(file + " is UTF-16: save it as UTF-8");
        }
        return first.equals("efbbbf") ? 3 : 0;
    }

    private static List<Column> columns(Path file, String header) throws IOException {
        var columns = new ArrayList<Column>();
        Set<String> names = new HashSet<>();
        for (String column : header.split(",", -1)) {
            String[] words = column.strip().split(" +");
            if (words.length != 2 || !words[0].matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw malformed(file, header);
            }
            if (!names.add(words[0].toLowerCase(Locale.ROOT))) {
                throw malformed(file, header);
            }
            columns.add(new Column(words[0].toLowerCase(Locale.ROOT), type(file, words[1])));
        }
        return List.copyOf(columns);
    }

    private static ColumnType type(Path file, String name) throws IOException {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "BIGINT" -> ColumnType.BIGINT;
            case "DATE" -> ColumnType.DATE;
            default -> throw malformed(file, name);
        };
    }

    private static MalformedLineException malformed(Path file, String text) {
        return new MalformedLineException(
                file, 1, text, "columns as in \"id BIGINT,day DATE\", each name once");
    }

    public Path path() {
        return Path.of(file);
    }

    /** The index of a column, or -1. */
    public int indexOf(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Cuts its rows into pieces of about that many bytes.
     *
     * @throws IOException if the file cannot be read any more
     */
    public List<Split> splits(long bytes) throws IOException {
        return Split.of(path(), dataStart, bytes);
    }
}
