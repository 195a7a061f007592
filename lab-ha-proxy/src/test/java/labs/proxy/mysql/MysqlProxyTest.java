package labs.proxy.mysql;

import static labs.proxy.mysql.Databases.execute;
import static labs.proxy.mysql.Databases.server;
import static labs.proxy.mysql.Databases.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import labs.cluster.junit.SharedServers;
import labs.cluster.mariadb.ReplicationCluster;
import labs.proxy.mysql.protocol.Scramble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What MariaDB's own driver sees through the balancer, with three servers behind it. */
@ExtendWith(SharedServers.class)
@Timeout(120)
final class MysqlProxyTest {
    private static final int PRIMARY = 1;
    private static final int READ_ONLY_SERVER = 1290;

    private final ResourceLeakDetector.Level levelBefore = ResourceLeakDetector.getLevel();
    private ReplicationCluster servers;
    private Databases.Balanced balanced;

    @BeforeEach
    void shouldHaveServers() throws SQLException, IOException {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        servers = Databases.arranged();
        servers.node(PRIMARY)
                .execute(
                        "CREATE TABLE lab.t (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(100))",
                        "INSERT INTO lab.t (v) VALUES ('one'), ('two')");
        awaitReplicas();
        begin(Databases.options());
    }

    private void begin(MysqlOptions options) throws IOException {
        balanced = Databases.Balanced.start(Databases.nodes(servers), options);
    }

    private void again(MysqlOptions options) throws IOException {
        balanced.close();
        begin(options);
    }

    private void awaitReplicas() {
        await("the replicas follow")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(
                        () ->
                                "2".equals(servers.node(2).value("SELECT COUNT(*) FROM lab.t"))
                                        && "2"
                                                .equals(
                                                        servers.node(3)
                                                                .value(
                                                                        "SELECT COUNT(*) FROM lab.t")));
    }

    private Duration lag(String server) {
        return balanced.cluster().topology().server(server).lag();
    }

    @AfterEach
    void shouldLeaveNothingBehind() {
        try {
            await("connections closed")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> balanced.proxy().connections() == 0);
        } finally {
            balanced.close();
            ResourceLeakDetector.setLevel(levelBefore);
        }
        assertThat(balanced.proxy().buffers()).as("buffers that nobody released").isZero();
    }

    // ------------------------------------------------------------ what goes where

    @Test
    void shouldSpreadReadsOverTheReplicas() throws SQLException {
        var seen = new ArrayList<Integer>();
        List<Connection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                Connection connection = balanced.connect();
                connections.add(connection);
                seen.add(server(connection));
            }
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
        assertThat(seen).as("three sessions each, none at the primary").containsOnly(2, 3);
        assertThat(seen).filteredOn(id -> id == 2).hasSize(3);
    }

    @Test
    void shouldSendWritesToThePrimaryOverTheSameConnection() throws SQLException {
        try (Connection connection = balanced.connect()) {
            assertThat(server(connection)).isNotEqualTo(PRIMARY);
            execute(connection, "INSERT INTO t (v) VALUES (@@server_id)");
            assertThat(value(connection, "SELECT v FROM t WHERE id = 3"))
                    .as("where it was written")
                    .isEqualTo("1");
            assertThat(server(connection)).as("reads go on at a replica").isNotEqualTo(PRIMARY);
        }
    }

    @Test
    void shouldSendReadsThatLockToThePrimary() throws SQLException {
        try (Connection connection = balanced.connect()) {
            for (String end : List.of("FOR UPDATE", "LOCK IN SHARE MODE", "FOR\n update")) {
                assertThat(value(connection, "SELECT @@server_id FROM t LIMIT 1 " + end))
                        .as(end)
                        .isEqualTo("1");
            }
            assertThat(value(connection, "SELECT @@server_id /* FOR UPDATE */ FROM t LIMIT 1"))
                    .isNotEqualTo("1");
        }
    }

    @Test
    void shouldReadWhatItHasWritten() throws SQLException {
        try (Connection connection = balanced.connect()) {
            for (int i = 0; i < 200; i++) {
                execute(connection, "INSERT INTO t (v) VALUES ('mine " + i + "')");
                assertThat(
                                value(
                                        connection,
                                        "SELECT CONCAT(@@server_id <> 1, ' ', COUNT(*)) FROM t"))
                        .as("at a replica, and not old; write " + i)
                        .isEqualTo("1 " + (3 + i));
            }
        }
    }

    @Test
    void shouldReadItsWritesAtThePrimaryWhileReplicasStandStill() throws SQLException, IOException {
        replicasStandStill();
        try (Connection connection = balanced.connect();
                Connection other = balanced.connect()) {
            execute(connection, "INSERT INTO t (v) VALUES ('three')");
            assertThat(value(connection, "SELECT COUNT(*) FROM t")).isEqualTo("3");
            assertThat(value(other, "SELECT COUNT(*) FROM t"))
                    .as("who has not written reads at a replica, which is old")
                    .isEqualTo("2");
        }
    }

    private void replicasStandStill() throws SQLException, IOException {
        again(
                Databases.options()
                        .withReadYourWrites(Duration.ofMillis(50))
                        .withLag(Duration.ofHours(1)));
        servers.node(2).execute("STOP SLAVE SQL_THREAD");
        servers.node(3).execute("STOP SLAVE SQL_THREAD");
    }

    @Test
    void shouldReadAtThePrimaryWhileNobodyKnowsWhereItsWritesAre()
            throws SQLException, IOException {
        replicasStandStill();
        try (Connection connection = balanced.connect("&socketTimeout=20000")) {
            // The server's answers to our own questions have no rows either.
            execute(connection, "SET SESSION sql_select_limit=0");
            execute(connection, "INSERT INTO t (v) VALUES ('three')");
            assertThat(value(connection, "SELECT COUNT(*) FROM t LIMIT 1")).isEqualTo("3");
        }
    }

    @Test
    void shouldReadAtThePrimaryWhenAResetForgetsWhereItsWritesAre()
            throws SQLException, IOException {
        replicasStandStill();
        try (Connection connection =
                balanced.connect("&useResetConnection=true&socketTimeout=20000")) {
            execute(connection, "SET SESSION sql_select_limit=0");
            execute(connection, "INSERT INTO t (v) VALUES ('three')");
            ((org.mariadb.jdbc.Connection) connection).reset();
            for (int i = 0; i < 2; i++) {
                assertThat(value(connection, "SELECT COUNT(*) FROM t")).isEqualTo("3");
            }
        }
    }

    @Test
    void shouldRememberItsWritesWhenANewConnectionHasNone() throws SQLException, IOException {
        replicasStandStill();
        try (Connection connection = balanced.connect("&useResetConnection=true")) {
            execute(connection, "INSERT INTO t (v) VALUES ('three')");
            ((org.mariadb.jdbc.Connection) connection).reset();
            execute(connection, "DO 1"); // at the primary, and writes nothing
            assertThat(value(connection, "SELECT COUNT(*) FROM t")).isEqualTo("3");
        }
    }

    @Test
    void shouldSendNoReadsToAReplicaThatLags() throws SQLException, IOException {
        again(Databases.options().withLag(Duration.ofSeconds(2)));
        servers.node(2).execute("STOP SLAVE SQL_THREAD");
        try (Connection writer = balanced.connect()) {
            execute(writer, "INSERT INTO t (v) VALUES ('three')");
            await("it lags, and the other does not")
                    .atMost(Duration.ofSeconds(40))
                    .until(
                            () ->
                                    lag("db2").compareTo(Duration.ofSeconds(2)) > 0
                                            && lag("db3").isZero());
            for (int i = 0; i < 4; i++) {
                try (Connection reader = balanced.connect()) {
                    assertThat(server(reader)).isEqualTo(3);
                }
            }
        }
        servers.node(2).execute("START SLAVE SQL_THREAD");
        await("it has caught up").atMost(Duration.ofSeconds(20)).until(() -> lag("db2").isZero());
        var seen = new TreeSet<Integer>();
        try (Connection one = balanced.connect();
                Connection other = balanced.connect()) {
            seen.add(server(one));
            seen.add(server(other));
        }
        assertThat(seen).containsExactly(2, 3);
    }

    @Test
    void shouldReadAtThePrimaryWhenNoReplicaIsUp() throws SQLException {
        servers.node(2).kill();
        servers.node(3).kill();
        try (Connection connection = balanced.connect()) {
            assertThat(server(connection)).isEqualTo(PRIMARY);
        }
    }

    // ------------------------------------------------------------ sessions

    @Test
    void shouldKeepATransactionOnOneServer() throws SQLException {
        try (Connection connection = balanced.connect()) {
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO t (v) VALUES ('three')");
            assertThat(server(connection)).isEqualTo(PRIMARY);
            assertThat(value(connection, "SELECT COUNT(*) FROM t")).isEqualTo("3");
            connection.rollback();
            assertThat(value(connection, "SELECT COUNT(*) FROM t")).isEqualTo("2");
            connection.setAutoCommit(true);
            assertThat(server(connection)).as("free again").isNotEqualTo(PRIMARY);
            execute(connection, "START TRANSACTION");
            assertThat(server(connection)).isEqualTo(PRIMARY);
            execute(connection, "COMMIT");
            assertThat(server(connection)).isNotEqualTo(PRIMARY);
        }
    }

    @Test
    void shouldHaveAReadOnlyTransactionOnAReplica() throws SQLException {
        try (Connection connection = balanced.connect()) {
            execute(connection, "START TRANSACTION READ ONLY");
            int replica = server(connection);
            assertThat(replica).isNotEqualTo(PRIMARY);
            assertThatThrownBy(() -> execute(connection, "INSERT INTO t (v) VALUES ('x')"))
                    .as("it is the transaction's own server that refuses")
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isIn(READ_ONLY_SERVER, 1792));
            assertThat(server(connection)).isEqualTo(replica);
            execute(connection, "COMMIT", "INSERT INTO t (v) VALUES ('three')");
        }
    }

    @Test
    void shouldDoSettingsOnEachServerOfTheSession() throws SQLException {
        try (Connection connection = balanced.connect()) {
            execute(connection, "SET SESSION group_concat_max_len = 4321, time_zone = '+03:00'");
            String both = "SELECT CONCAT(@@group_concat_max_len, @@time_zone, @@server_id = 1)";
            assertThat(value(connection, both)).isEqualTo("4321+03:000");
            assertThat(value(connection, both + " FROM t LIMIT 1 FOR UPDATE"))
                    .isEqualTo("4321+03:001");
        }
    }

    @Test
    void shouldTakeTheDatabaseAlong() throws SQLException {
        servers.node(PRIMARY).execute("CREATE DATABASE IF NOT EXISTS other");
        try (Connection connection = balanced.connect()) {
            execute(connection, "USE other");
            assertThat(value(connection, "SELECT DATABASE()")).isEqualTo("other");
            execute(connection, "CREATE TABLE IF NOT EXISTS here (i INT)");
            connection.setCatalog("lab");
            assertThat(value(connection, "SELECT COUNT(*) FROM t FOR UPDATE")).isEqualTo("2");
            assertThat(value(connection, "SELECT COUNT(*) FROM t")).isEqualTo("2");
        } finally {
            servers.node(PRIMARY).execute("DROP DATABASE other");
        }
    }

    @Test
    void shouldLogInToADatabaseWithANameOfAnyLetters() throws SQLException, IOException {
        String name = "b\u00fccher \u4e66";
        servers.node(PRIMARY).execute("CREATE DATABASE `" + name + "`");
        try (var client = new RawClient(balanced.proxy().address())) {
            client.login("lab", "lab", name, Scramble.PLUGIN);
            assertThat(client.next().getByte(0)).as("OK").isZero();
        } finally {
            servers.node(PRIMARY).execute("DROP DATABASE `" + name + "`");
        }
    }

    @Test
    void shouldStayOnThePrimaryOnceTheSessionHasWhatOnlyOneServerHas() throws SQLException {
        for (String pin :
                List.of(
                        "SET @x = 1",
                        "CREATE TEMPORARY TABLE mine (i INT)",
                        "SELECT GET_LOCK('l', 1)",
                        "LOCK TABLES t READ")) {
            try (Connection connection = balanced.connect()) {
                assertThat(server(connection)).isNotEqualTo(PRIMARY);
                execute(connection, pin);
                assertThat(server(connection)).as(pin).isEqualTo(PRIMARY);
            }
        }
    }

    @Test
    void shouldAnswerForTheStatementBefore() throws SQLException {
        try (Connection connection = balanced.connect()) {
            execute(connection, "SELECT 1 / 0");
            assertThat(value(connection, "SHOW COUNT(*) WARNINGS")).isEqualTo("1");
            execute(connection, "INSERT INTO t (v) VALUES ('three')");
            assertThat(value(connection, "SELECT LAST_INSERT_ID()")).isEqualTo("3");
            execute(connection, "SELECT SQL_CALC_FOUND_ROWS v FROM t LIMIT 1");
            assertThat(value(connection, "SELECT FOUND_ROWS()")).isEqualTo("3");
        }
    }

    @Test
    void shouldBeginAnewWhenTheSessionIsReset() throws SQLException {
        try (Connection connection = balanced.connect("&useResetConnection=true")) {
            execute(connection, "SET @x = 1", "BEGIN", "INSERT INTO t (v) VALUES ('three')");
            ((org.mariadb.jdbc.Connection) connection).reset();
            assertThat(server(connection)).as("not pinned, no transaction").isNotEqualTo(PRIMARY);
            assertThat(value(connection, "SELECT COUNT(*) FROM t FOR UPDATE")).isEqualTo("2");
        }
    }

    // ------------------------------------------------------------ statements of all kinds

    @ParameterizedTest(name = "pipelining off: {0}")
    @ValueSource(booleans = {true, false})
    void shouldPrepareOnEachServerThatExecutes(boolean off) throws SQLException {
        String how = "&useServerPrepStmts=true&disablePipeline=" + off;
        try (Connection connection = balanced.connect(how);
                PreparedStatement read =
                        connection.prepareStatement(
                                "SELECT @@server_id, ?, v FROM t WHERE id = ?");
                PreparedStatement write =
                        connection.prepareStatement("INSERT INTO t (v) VALUES (?)")) {
            for (int i = 0; i < 10; i++) {
                connection.setAutoCommit(i % 2 == 0);
                write.setString(1, "n" + i);
                assertThat(write.executeUpdate()).isEqualTo(1);
                read.setInt(1, i);
                read.setInt(2, 3 + i);
                try (ResultSet row = read.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getInt(1) == PRIMARY).isEqualTo(i % 2 == 1);
                    assertThat(row.getInt(2)).isEqualTo(i);
                    assertThat(row.getString(3)).isEqualTo("n" + i);
                }
            }
            connection.commit();
            assertThatThrownBy(() -> connection.prepareStatement("SELEC 1").execute())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("syntax");
            assertThat(server(connection)).as("in a transaction, still").isEqualTo(PRIMARY);
        }
    }

    @Test
    void shouldSendParametersAheadWhereTheStatementIsExecuted() throws SQLException {
        byte[] bytes = "long".repeat(100_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        try (Connection connection = balanced.connect("&useServerPrepStmts=true");
                PreparedStatement read =
                        connection.prepareStatement("SELECT LENGTH(?), @@server_id");
                PreparedStatement set = connection.prepareStatement("SET time_zone = ?")) {
            for (int i = 0; i < 3; i++) {
                read.setBinaryStream(1, new java.io.ByteArrayInputStream(bytes));
                try (ResultSet row = read.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getInt(1)).isEqualTo(bytes.length);
                }
            }
            set.setString(1, "+05:00");
            set.execute();
            for (String end : List.of("", " FOR UPDATE")) {
                String zone = "SELECT @@time_zone FROM t LIMIT 1" + end;
                assertThat(value(connection, zone)).isEqualTo("+05:00");
            }
        }
    }

    @Test
    void shouldPinASettingWhoseValueIsSentAhead() throws SQLException {
        try (Connection connection = balanced.connect("&useServerPrepStmts=true");
                PreparedStatement set = connection.prepareStatement("SET time_zone = ?")) {
            set.setCharacterStream(1, new java.io.StringReader("+06:00"));
            set.execute();
            assertThat(value(connection, "SELECT @@time_zone")).isEqualTo("+06:00");
        }
    }

    @Test
    void shouldPassSeveralResultsOn() throws SQLException {
        try (Connection connection = balanced.connect("&allowMultiQueries=true");
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute("SELECT @@server_id; SELECT v FROM t")).isTrue();
            try (ResultSet one = statement.getResultSet()) {
                one.next();
                assertThat(one.getInt(1)).isNotEqualTo(PRIMARY);
            }
            assertThat(statement.getMoreResults()).isTrue();
            statement.execute("SELECT @@server_id; UPDATE t SET v = 'x'; SELECT 3");
            try (ResultSet one = statement.getResultSet()) {
                one.next();
                assertThat(one.getInt(1)).isEqualTo(PRIMARY);
            }
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(2);
            assertThat(statement.getMoreResults()).isTrue();
        }
    }

    @Test
    void shouldPassErrorsOn() throws SQLException {
        try (Connection connection = balanced.connect()) {
            assertThatThrownBy(() -> execute(connection, "SELECT * FROM nothing"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1146));
            assertThatThrownBy(() -> execute(connection, "INSERT INTO t VALUES (1, 'again')"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1062));
            assertThatThrownBy(() -> execute(connection, "KILL 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1094));
            assertThatThrownBy(() -> execute(connection, "KILL USER lab"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1235));
            assertThat(value(connection, "SELECT 1")).as("and go on").isEqualTo("1");
        }
    }

    @Test
    void shouldCarryPacketsOfMoreThan16MiB() throws SQLException {
        int length = 20 << 20;
        try (Connection connection = balanced.connect("&maxAllowedPacket=67108864")) {
            execute(connection, "CREATE TABLE big (v LONGTEXT)");
            try (PreparedStatement write =
                    connection.prepareStatement("INSERT INTO big VALUES (?)")) {
                write.setString(1, "a".repeat(length));
                write.execute();
            }
            assertThat(value(connection, "SELECT LENGTH(v) FROM big"))
                    .isEqualTo(Integer.toString(length));
            assertThat(value(connection, "SELECT v FROM big")).hasSize(length);
            // A row whose first piece is just full: an empty one follows.
            int full = 0xffffff - 4;
            assertThat(value(connection, "SELECT REPEAT('b', " + full + ")")).hasSize(full);
            assertThat(value(connection, "SELECT 7")).isEqualTo("7");
        }
    }

    @Test
    void shouldNotGrowWhenAClientReadsSlowly() throws SQLException {
        try (Connection connection = balanced.connect("&useServerPrepStmts=false");
                Statement statement = connection.createStatement()) {
            statement.setFetchSize(10);
            long rows = 0;
            try (ResultSet result =
                    statement.executeQuery(
                            "SELECT REPEAT('x', 10000) FROM seq_1_to_10000")) { // 100 MB
                assertThat(result.next()).isTrue();
                await("nothing moves any more")
                        .during(Duration.ofMillis(300))
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> balanced.proxy().memory() < 48 << 20);
                do {
                    rows++;
                } while (result.next());
            }
            assertThat(rows).isEqualTo(10_000);
            assertThat(balanced.proxy().memory()).isLessThan(48 << 20);
        }
    }
}
