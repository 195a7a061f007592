package labs.compute.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A table in a file of text. Its first line names the columns and their types, the others hold
 * values with commas between them; nothing between two commas is NULL.
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
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String header = in.readLine();
            if (header == null) {
                throw malformed(file, "");
            }
            int length = header.getBytes(StandardCharsets.UTF_8).length + 1;
            return new Table(name, file.toString(), columns(file, header), length);
        }
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
        try {
            return ColumnType.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw malformed(file, name);
        }
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
