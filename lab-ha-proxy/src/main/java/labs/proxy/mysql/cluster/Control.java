package labs.proxy.mysql.cluster;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Our own connection to a server, to look and to give orders. Not thread-safe. Close it. */
final class Control implements AutoCloseable {
    private final Connection connection;

    private Control(Connection connection) {
        this.connection = connection;
    }

    /** Connects; nothing that is asked of it takes longer than the timeout. */
    static Control of(Node node, ClusterOptions options, Duration timeout) throws SQLException {
        String url =
                "jdbc:mariadb://%s:%d/?user=%s&password=%s&sslMode=disable&connectTimeout=%d&socketTimeout=%d"
                        .formatted(
                                node.address().getHostString(),
                                node.address().getPort(),
                                options.user(),
                                options.password(),
                                timeout.toMillis(),
                                timeout.toMillis());
        return new Control(DriverManager.getConnection(url));
    }

    Observation look(long now) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean readOnly;
            Gtids written;
            Gtids applied;
            int id;
            try (ResultSet row =
                    statement.executeQuery(
                            "SELECT @@global.read_only, @@global.gtid_binlog_pos,"
                                    + " @@global.gtid_slave_pos, @@global.server_id")) {
                row.next();
                readOnly = row.getBoolean(1);
                written = Gtids.parse(row.getString(2));
                applied = Gtids.parse(row.getString(3));
                id = row.getInt(4);
            }
            try (ResultSet row = statement.executeQuery("SHOW SLAVE STATUS")) {
                boolean follows = row.next();
                return new Observation(
                        now,
                        now,
                        0,
                        readOnly,
                        written,
                        applied,
                        id,
                        follows ? row.getInt("Master_Server_Id") : -1,
                        follows ? row.getString("Slave_IO_Running") : "No");
            }
        }
    }

    /** How far it is with what it has received, applied or not. */
    String received() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW SLAVE STATUS")) {
            String received = row.next() ? row.getString("Gtid_IO_Pos") : "";
            return Gtids.parse(received).total() > 0 ? received : value("SELECT @@gtid_slave_pos");
        }
    }

    String value(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    void execute(String... orders) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String order : orders) {
                statement.execute(order);
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is gone, which is all that was wanted.
        }
    }
}
