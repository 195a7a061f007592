package labs.compute.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import labs.compute.table.Column;
import labs.compute.table.ColumnBatch;
import labs.compute.table.ColumnType;
import labs.compute.table.Table;

/** A small table with few distinct values, so that keys meet and rows tie. */
record RandomTable(String name, List<Column> columns, List<long[]> rows) {
    private static final List<String> NAMES =
            List.of("k", "a", "b", "amount", "day", "since", "until");

    static RandomTable of(String name, Random random) {
        var names = new ArrayList<>(NAMES.subList(1, NAMES.size()));
        Collections.shuffle(names, random);
        names.add(0, NAMES.get(0)); // one number at least, to join by
        List<Column> columns =
                names.subList(0, 2 + random.nextInt(3)).stream()
                        .map(column -> new Column(column, type(column)))
                        .toList();
        return new RandomTable(name, columns, rows(columns.size(), columns, random));
    }

    private static ColumnType type(String column) {
        return NAMES.indexOf(column) < 4 ? ColumnType.BIGINT : ColumnType.DATE;
    }

    private static List<long[]> rows(int width, List<Column> columns, Random random) {
        int count = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(40);
        int[] kinds = random.ints(width, 0, 3).toArray();
        int[] nulls = random.ints(width, 0, 3).map(i -> new int[] {0, 10, 40}[i]).toArray();
        var rows = new ArrayList<long[]>();
        for (int r = 0; r < count; r++) {
            long[] row = new long[width];
            for (int c = 0; c < width; c++) {
                boolean isNull = random.nextInt(100) < nulls[c];
                ColumnType type = columns.get(c).type();
                row[c] = isNull ? ColumnBatch.NULL : value(kinds[c], type, random);
            }
            rows.add(row);
        }
        return rows;
    }

    private static long value(int kind, ColumnType type, Random random) {
        if (type == ColumnType.DATE) {
            return kind == 0 ? -1 + random.nextInt(3) : 18_000 + random.nextInt(20);
        }
        return switch (kind) {
            case 0 -> random.nextInt(6) - 2;
            case 1 -> random.nextInt(30);
            default -> (random.nextInt(7) - 3) * 1_000_000_000_000L;
        };
    }

    /** A value that may be in it, as SQL writes it. */
    String literal(int column, Random random) {
        ColumnType type = columns.get(column).type();
        long value =
                rows.isEmpty() || random.nextInt(4) == 0
                        ? value(random.nextInt(3), type, random)
                        : rows.get(random.nextInt(rows.size()))[column];
        return value == ColumnBatch.NULL ? literal(0, type) : literal(value, type);
    }

    private static String literal(long value, ColumnType type) {
        return type == ColumnType.DATE ? "DATE '" + type.format(value) + "'" : Long.toString(value);
    }

    Table write(Path directory) throws IOException {
        Path file = directory.resolve(name + ".csv");
        Files.writeString(file, toString());
        return Table.open(name, file);
    }

    String create() {
        return columns.stream()
                .map(column -> column.name() + " " + column.type())
                .collect(Collectors.joining(", ", "CREATE OR REPLACE TABLE " + name + "(", ")"));
    }

    String insert() {
        return rows.stream()
                .map(row -> joined(row, "(", ")"))
                .collect(Collectors.joining(", ", "INSERT INTO " + name + " VALUES ", ""));
    }

    private String joined(long[] row, String before, String behind) {
        var values = new ArrayList<String>();
        for (int c = 0; c < row.length; c++) {
            boolean isNull = row[c] == ColumnBatch.NULL;
            values.add(isNull ? "NULL" : literal(row[c], columns.get(c).type()));
        }
        return values.stream().collect(Collectors.joining(", ", before, behind));
    }

    /** The file's text. */
    @Override
    public String toString() {
        String header =
                columns.stream()
                        .map(column -> column.name() + " " + column.type())
                        .collect(Collectors.joining(","));
        return rows.stream().map(this::line).collect(Collectors.joining("", header + "\n", ""));
    }

    private String line(long[] row) {
        String[] values = new String[row.length];
        Arrays.setAll(
                values,
                c -> row[c] == ColumnBatch.NULL ? "" : columns.get(c).type().format(row[c]));
        return String.join(",", values) + "\n";
    }
}
