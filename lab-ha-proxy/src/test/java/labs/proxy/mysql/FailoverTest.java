package labs.proxy.mysql;

import static labs.proxy.mysql.Databases.execute;
import static labs.proxy.mysql.Databases.server;
import static labs.proxy.mysql.Databases.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import labs.cluster.junit.SharedServers;
import labs.cluster.mariadb.MariaDbNode;
import labs.cluster.mariadb.ReplicationCluster;
import labs.kit.FaultProxy;
import labs.proxy.mysql.cluster.Node;
import labs.proxy.mysql.cluster.ServerView;
import labs.proxy.mysql.protocol.Command;
import labs.proxy.mysql.protocol.Scramble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers that die, hang and come back, under clients. */
@ExtendWith(SharedServers.class)
@Timeout(180)
final class FailoverTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final String ONE_HUNDRED_MEGABYTES =
            "SELECT REPEAT('x', 10000) FROM seq_1_to_10000";

    private ReplicationCluster servers;
    private Databases.Balanced balanced;
    private Writers writers; // null where a test has none

    @BeforeEach
    void shouldHaveServers() throws SQLException, IOException {
        servers = Databases.arranged();
        servers.node(1).execute("CREATE TABLE lab.t (id BIGINT PRIMARY KEY, v VARCHAR(100))");
        awaitRows(0);
        balanced = Databases.Balanced.start(Databases.nodes(servers), Databases.options());
    }

    @AfterEach
    void shouldLeaveNothingBehind() {
        try {
            if (writers != null) {
                writers.close();
            }
            await("connections closed")
                    .atMost(LONG)
                    .until(() -> balanced.proxy().connections() == 0);
        } finally {
            balanced.close();
        }
        assertThat(balanced.proxy().buffers()).as("buffers that nobody released").isZero();
    }

    // ------------------------------------------------------------ what is lost, and what is not

    @Test
    void shouldLoseNoAcknowledgedWriteWithSemiSynchronousReplication() throws SQLException {
        semiSynchronous();
        writers = Writers.start(balanced, 3);
        await("they write").atMost(LONG).until(() -> writers.acknowledged().size() > 200);
        servers.node(1).kill();
        awaitPrimaryOtherThan("db1");
        int before = writers.acknowledged().size();
        await("they write again; none hangs")
                .atMost(LONG)
                .until(
                        () ->
                                writers.allHaveWrittenSince()
                                        && writers.acknowledged().size() > before + 200);
        writers.close();
        assertThat(stored()).as("acknowledged, so stored").containsAll(writers.acknowledged());
        assertThat(writers.errors())
                .as("what the clients were told; each of them may be tried again")
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error).startsWith("08"));
    }

    @Test
    void shouldLoseAcknowledgedWritesWithAsynchronousReplication() throws SQLException {
        try (Connection client = balanced.connect()) {
            execute(client, "INSERT INTO t VALUES (1, 'early')");
            awaitRows(1);
            for (int replica = 2; replica <= 3; replica++) {
                servers.node(replica).execute("STOP SLAVE IO_THREAD");
            }
            execute(client, "INSERT INTO t VALUES (2, 'late')"); // acknowledged!
        }
        servers.node(1).kill();
        awaitPrimaryOtherThan("db1");
        assertThat(stored())
                .as("the second is lost, though its client was told that it is safe")
                .containsExactly(1L);
    }

    @Test
    void shouldPromoteWhoHasReceivedMostAndLetItApplyAll() throws SQLException {
        servers.node(2).execute("STOP SLAVE IO_THREAD");
        servers.node(3).execute("STOP SLAVE SQL_THREAD");
        try (Connection client = balanced.connect()) {
            for (int i = 1; i <= 50; i++) {
                execute(client, "INSERT INTO t VALUES (%d, 'x')".formatted(i));
            }
        }
        String all = servers.node(1).value("SELECT @@gtid_binlog_pos");
        await("server 3 has received all and applied nothing")
                .atMost(LONG)
                .until(() -> all.equals(received(3)));
        assertThat(servers.node(3).value("SELECT COUNT(*) FROM lab.t")).isEqualTo("0");
        servers.node(1).kill();
        awaitPrimaryOtherThan("db1");
        assertThat(primary()).isEqualTo("db3");
        assertThat(stored()).hasSize(50);
        await("server 2 follows server 3")
                .atMost(LONG)
                .until(() -> "50".equals(servers.node(2).value("SELECT COUNT(*) FROM lab.t")));
    }

    // ------------------------------------------------------------ what clients see

    @Test
    void shouldTellAClientThatItsTransactionIsLost() throws SQLException {
        try (Connection client = balanced.connect()) {
            client.setAutoCommit(false);
            execute(client, "INSERT INTO t VALUES (1, 'x')");
            servers.node(1).kill();
            assertThatThrownBy(() -> value(client, "SELECT COUNT(*) FROM t"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"))
                    .hasMessageContaining("rolled back");
        }
        awaitPrimaryOtherThan("db1");
        assertThat(stored()).isEmpty();
    }

    @Test
    void shouldNeverDoAWriteTwice() throws SQLException {
        try (Connection client = balanced.connect()) {
            execute(client, "INSERT INTO t VALUES (1, '0')");
            awaitRows(1);
            CompletableFuture<SQLException> writing =
                    Writers.inBackground(
                            () ->
                                    catchThrowableOfType(
                                            SQLException.class,
                                            () ->
                                                    execute(
                                                            client,
                                                            "UPDATE t SET v = v + 1 +"
                                                                    + " SLEEP(600)")));
            awaitRunning(1, "SLEEP");
            servers.node(1).kill();
            assertThat((Throwable) writing.join()).hasMessageContaining("nobody knows");
        }
        awaitPrimaryOtherThan("db1");
        try (Connection client = balanced.connect()) {
            execute(client, "INSERT INTO t VALUES (2, '0')");
            assertThat(value(client, "SELECT v FROM t WHERE id = 1")).isEqualTo("0");
            assertThat(
                            value(
                                    client,
                                    "SELECT COUNT(*) FROM information_schema.processlist"
                                            + " WHERE info LIKE 'UPDATE%SLEEP%' FOR UPDATE"))
                    .as("nobody does it again")
                    .isEqualTo("0");
        }
    }

    @Test
    void shouldAskAnotherServerWhenOneDiesBeforeItAnswers() throws SQLException {
        try (Connection client = balanced.connect()) {
            int replica = server(client);
            // The other server answers at once.
            String query =
                    "SELECT @@server_id + SLEEP(IF(@@server_id = %d, 600, 0))".formatted(replica);
            CompletableFuture<String> reading = Writers.inBackground(() -> value(client, query));
            awaitRunning(replica, "SLEEP");
            servers.node(replica).kill();
            assertThat(reading.join()).isEqualTo(Integer.toString(5 - replica));
        }
    }

    @Test
    void shouldNotLetHalfAnAnswerLookWhole() throws SQLException {
        try (Connection client = balanced.connect()) {
            int replica = server(client);
            assertThatThrownBy(
                            () -> {
                                try (Statement statement = client.createStatement()) {
                                    statement.setFetchSize(10);
                                    ResultSet rows = statement.executeQuery(ONE_HUNDRED_MEGABYTES);
                                    rows.next();
                                    servers.node(replica).kill();
                                    while (rows.next()) {
                                        // to the end
                                    }
                                }
                            })
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void shouldNotLetAWriteWaitForEver() throws SQLException, IOException {
        balanced.close();
        balanced =
                Databases.Balanced.start(
                        Databases.nodes(servers),
                        Databases.options().withPatience(Duration.ofMillis(300)));
        for (int replica = 2; replica <= 3; replica++) {
            servers.node(replica).execute("STOP SLAVE", "RESET SLAVE ALL"); // no candidates
        }
        try (Connection client = balanced.connect()) {
            servers.node(1).kill();
            SQLException no =
                    catchThrowableOfType(
                            SQLException.class, () -> execute(client, "DELETE FROM t"));
            assertThat((Throwable) no).as("not for ever").hasMessageContaining("no primary within");
        }
    }

    @Test
    void shouldGiveUpOnAServerThatDropsEverybody() throws SQLException, IOException {
        balanced.close();
        try (var drops = new DropsCommands(servers.node(1).socketAddress(), MariaDbNode.MONITOR)) {
            balanced =
                    Databases.Balanced.start(
                            List.of(new Node("db1", drops.address())), Databases.options());
            SQLException no =
                    catchThrowableOfType(
                            SQLException.class,
                            () -> {
                                try (Connection client = balanced.connect()) {
                                    value(client, "SELECT 1");
                                }
                            });
            assertThat((Throwable) no).hasMessageContaining("5 connections in a row were lost");
            assertThat(drops.dropped()).isEqualTo(5);
            balanced.close();
            balanced.close(); // once more does nothing
        }
    }

    @Test
    void shouldReadAtReplicasAgainOnceANewWriteIsKnown() throws SQLException {
        try (Connection client = balanced.connect()) {
            execute(client, "INSERT INTO t VALUES (1, 'x')");
            killConnectionsToThePrimary();
            assertThat(server(client)).as("nobody knows how far its write is").isEqualTo(1);
            execute(client, "INSERT INTO t VALUES (2, 'x')");
            assertThat(value(client, "SELECT COUNT(*) FROM t")).isEqualTo("2");
            assertThat(server(client)).as("a later write is known").isIn(2, 3);
        }
    }

    private void killConnectionsToThePrimary() throws SQLException {
        String ours = "FROM information_schema.processlist WHERE user = 'lab'";
        servers.node(1).execute("KILL USER lab");
        await("they have gone")
                .atMost(LONG)
                .until(() -> "0".equals(servers.node(1).value("SELECT COUNT(*) " + ours)));
    }

    @Test
    void shouldForgetWhatWaitsWhenItIsClosed() throws SQLException, IOException {
        for (int replica = 2; replica <= 3; replica++) {
            servers.node(replica).execute("STOP SLAVE", "RESET SLAVE ALL"); // no candidates
        }
        var other = MysqlProxy.start(Databases.options(), balanced.cluster());
        try (var client = new RawClient(other.address())) {
            try (other) {
                client.login("lab", "lab", null, Scramble.PLUGIN);
                assertThat(client.next().getByte(0)).as("OK").isZero();
                servers.node(1).kill();
                await("nobody takes writes")
                        .atMost(LONG)
                        .until(() -> balanced.cluster().topology().primary().isEmpty());
                client.command(Command.QUERY, "DELETE FROM t");
                await("the command waits")
                        .during(Duration.ofMillis(300))
                        .atMost(LONG)
                        .until(() -> other.buffers() > 0);
            }
        }
        assertThat(other.buffers()).as("buffers that nobody released").isZero();
    }

    // ------------------------------------------------------------ who is dead

    @Test
    void shouldFenceThePrimaryOfThePast() throws SQLException {
        servers.node(1).kill();
        awaitPrimaryOtherThan("db1");
        servers.node(1).start();
        await("it may not write")
                .atMost(LONG)
                .until(() -> "1".equals(servers.node(1).value("SELECT @@global.read_only")));
        await("nor be read").atMost(LONG).until(() -> role("db1") == ServerView.Role.FENCED);
        try (Connection client = balanced.connect()) {
            execute(client, "INSERT INTO t VALUES (1, @@server_id)");
            assertThat(value(client, "SELECT v FROM t")).isIn("2", "3");
            assertThat(server(client)).isNotEqualTo(1);
        }
    }

    @Test
    void shouldPromoteWhenThePrimaryHangs() throws SQLException {
        for (int replica = 2; replica <= 3; replica++) {
            servers.node(replica)
                    .execute(
                            "STOP SLAVE",
                            "SET GLOBAL slave_net_timeout=2",
                            "CHANGE MASTER TO MASTER_HEARTBEAT_PERIOD=0.5",
                            "START SLAVE");
        }
        try (Connection client = balanced.connect()) {
            execute(client, "INSERT INTO t VALUES (1, 'x')");
            awaitRows(1);
            servers.node(1).pause();
            try {
                // The kernel still takes what is sent: nothing but time says that it is ill.
                assertThatThrownBy(() -> execute(client, "INSERT INTO t VALUES (2, 'x')"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("nobody knows");
                awaitPrimaryOtherThan("db1");
            } finally {
                servers.node(1).resume();
            }
        }
        await("fenced").atMost(LONG).until(() -> role("db1") == ServerView.Role.FENCED);
        assertThat(stored()).contains(1L);
    }

    @Test
    void shouldPromoteNobodyWhileAReplicaHearsThePrimary() throws SQLException, IOException {
        balanced.close();
        try (var way = FaultProxy.to(servers.node(1).socketAddress())) {
            List<Node> nodes = new ArrayList<>(Databases.nodes(servers));
            nodes.set(0, new Node("db1", way.address()));
            balanced =
                    Databases.Balanced.start(
                            nodes, Databases.options().withPatience(Duration.ofMillis(500)));
            try (Connection client = balanced.connect()) {
                execute(client, "INSERT INTO t VALUES (1, 'x')");
                assertThat(server(client)).as("it knows how far a replica must be").isIn(2, 3);
                way.refuse();
                way.cut();
                await("it is down for us, and alive for others")
                        .atMost(LONG)
                        .until(
                                () ->
                                        balanced.events().stream()
                                                .anyMatch(
                                                        event ->
                                                                event.contains(
                                                                        "nobody is promoted")));
                assertThat(server(client)).as("reads go on").isIn(2, 3);
                assertThatThrownBy(() -> execute(client, "INSERT INTO t VALUES (2, 'x')"))
                        .hasMessageContaining("no primary within");
                way.heal();
                await("and back").atMost(LONG).until(() -> primary().equals("db1"));
                execute(client, "INSERT INTO t VALUES (3, 'x')");
            }
        }
        assertThat(servers.node(2).value("SELECT @@global.read_only")).isEqualTo("1");
        assertThat(servers.node(3).value("SELECT @@global.read_only")).isEqualTo("1");
    }

    // ------------------------------------------------------------ what these tests often need

    private void semiSynchronous() throws SQLException {
        for (int id = 1; id <= 3; id++) {
            servers.node(id)
                    .execute(
                            "SET GLOBAL rpl_semi_sync_master_wait_point=AFTER_SYNC",
                            // Shorter, and a slow replica turns it into asynchronous replication.
                            "SET GLOBAL rpl_semi_sync_master_timeout=600000");
        }
        for (int replica = 2; replica <= 3; replica++) {
            servers.node(replica)
                    .execute(
                            "SET GLOBAL rpl_semi_sync_slave_enabled=1",
                            "STOP SLAVE",
                            "START SLAVE");
        }
        servers.node(1).execute("SET GLOBAL rpl_semi_sync_master_enabled=1");
        await("both replicas say when they have received something")
                .atMost(LONG)
                .until(() -> servers.node(1).status("Rpl_semi_sync_master_clients") == 2);
    }

    private String received(int id) throws SQLException {
        try (Connection connection = servers.node(id).connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW SLAVE STATUS")) {
            row.next();
            return row.getString("Gtid_IO_Pos");
        }
    }

    private void awaitRows(int count) {
        await("the replicas have " + count + " rows")
                .atMost(LONG)
                .ignoreExceptions() // there is no table yet
                .until(
                        () -> {
                            String query = "SELECT COUNT(*) = %d FROM lab.t".formatted(count);
                            return "1".equals(servers.node(2).value(query))
                                    && "1".equals(servers.node(3).value(query));
                        });
    }

    private void awaitRunning(int id, String what) {
        await(what + " runs on server " + id)
                .atMost(LONG)
                .until(
                        () ->
                                !"0"
                                        .equals(
                                                servers.node(id)
                                                        .value(
                                                                "SELECT COUNT(*) FROM"
                                                                        + " information_schema.processlist"
                                                                        + " WHERE user = 'lab' AND info"
                                                                        + " LIKE '%"
                                                                        + what
                                                                        + "%'")));
    }

    private void awaitPrimaryOtherThan(String old) {
        await("there is a new primary")
                .atMost(LONG)
                .until(() -> !primary().isEmpty() && !primary().equals(old));
    }

    private String primary() {
        return balanced.cluster().topology().primary().map(ServerView::name).orElse("");
    }

    private ServerView.Role role(String name) {
        return balanced.cluster().topology().server(name).role();
    }

    private Set<Long> stored() throws SQLException {
        var ids = new TreeSet<Long>();
        try (Connection client = balanced.connect();
                Statement statement = client.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM t FOR UPDATE")) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }
}
