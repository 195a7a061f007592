package labs.compute.sql;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import labs.compute.table.Table;

/** The tables that queries may name. Immutable. */
public final class Catalog {
    private static final String SUFFIX = ".csv";

    private final Map<String, Table> tables = new TreeMap<>();

    public Catalog(Table... all) {
        for (Table table : all) {
            tables.put(table.name().toLowerCase(Locale.ROOT), table);
        }
    }

    /**
     * All files in a directory that end in .csv, each as the table that its name says.
     *
     * @throws IOException if there is no such directory, or a file's first line names no columns
     */
    public static Catalog open(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("there is no directory " + directory + " with tables");
        }
        var catalog = new Catalog();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                name = name.substring(0, name.length() - SUFFIX.length());
                catalog.tables.put(name, Table.open(name, file));
            }
        }
        return catalog;
    }

    Optional<Table> find(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** The tables with their columns, a line for each. */
    public String described() {
        return tables.isEmpty()
                ? "no tables"
                : tables.values().stream()
                        .map(Catalog::described)
                        .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String described(Table table) {
        return table.columns().stream()
                .map(column -> column.name() + " " + column.type())
                .collect(Collectors.joining(", ", table.name() + " (", ")"));
    }

    /** The tables' names. */
    @Override
    public String toString() {
        return tables.isEmpty() ? "no tables" : String.join(", ", tables.keySet());
    }
}
