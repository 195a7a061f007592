package labs.compute.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import labs.compute.table.Table;

/** Two small tables, orders and users. */
final class Shop {
    private Shop() {}

    static Catalog open(Path directory) throws IOException {
        Files.writeString(
                directory.resolve("orders.csv"),
                """
                id BIGINT,user_id BIGINT,amount BIGINT,day DATE
                1,1,10,2026-01-01
                2,1,20,2026-01-02
                3,2,30,2026-01-03
                4,9,40,
                5,,50,2026-01-05
                """);
        Files.writeString(
                directory.resolve("users.csv"),
                """
                id BIGINT,country BIGINT,since DATE
                1,49,2020-01-01
                2,33,2021-01-01
                3,49,2022-01-01
                """);
        return Catalog.open(directory);
    }

    /** A catalog whose right table is that many bytes large, as far as anybody looks. */
    static Catalog withUsersOf(int bytes, Path directory) throws IOException {
        Table orders = open(directory).find("orders").orElseThrow();
        String header = "id BIGINT,country BIGINT,since DATE\n";
        Path file = directory.resolve("many-users.csv");
        Files.writeString(file, header + "1,2,\n".repeat(bytes / 5));
        return new Catalog(orders, Table.open("users", file));
    }
}
