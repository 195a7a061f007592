package labs.cluster.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@RequiresEngine
@Timeout(1800) // the first build of the image takes minutes
class MySqlContainersTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void shouldReplicateAndFollowOnAfterThePrimaryWasKilled() throws SQLException {
        try (var mysql = MySqlContainers.start(2)) {
            execute(mysql.jdbcUrl(), "CREATE SCHEMA lab");
            execute(mysql.jdbcUrl(), "CREATE TABLE lab.t (id INT PRIMARY KEY)");
            execute(mysql.jdbcUrl(), "INSERT INTO lab.t VALUES (1)");

            mysql.node(1).kill();
            mysql.heal();
            execute(mysql.jdbcUrl(), "INSERT INTO lab.t VALUES (2)");

            for (int replica = 2; replica <= 3; replica++) {
                String url = mysql.jdbcUrl(replica);
                await().atMost(PATIENCE)
                        .ignoreExceptions() // the schema has not come yet
                        .until(() -> ask(url, "SELECT COUNT(*) FROM lab.t").equals("2"));
                assertThat(ask(url, "SELECT VERSION()")).startsWith("9.");
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> execute(url, "INSERT INTO lab.t VALUES (3)"))
                        .withMessageContaining("super-read-only");
            }
        }
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
