package labs.cluster.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import labs.cluster.ServerEndedException;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(300)
final class MariaDbTest {
    @Test
    void shouldKeepWhatWasCommittedThroughAKillAndLeaveNothingBehind() throws Exception {
        Path directory;
        try (var server = MariaDb.start()) {
            directory = server.node().process().log().getParent();
            String url = server.createSchema();
            try (var connection = DriverManager.getConnection(url)) {
                connection.createStatement().execute("CREATE TABLE t (v INT)");
                connection.createStatement().execute("INSERT INTO t VALUES (42)");
                connection.setAutoCommit(false);
                connection.createStatement().execute("INSERT INTO t VALUES (43)");
                server.node().kill();
            }
            assertThat(server.node().isAlive()).isFalse();

            server.heal();

            try (var connection = DriverManager.getConnection(url)) {
                ResultSet sum = connection.createStatement().executeQuery("SELECT SUM(v) FROM t");
                sum.next();
                assertThat(sum.getInt(1)).isEqualTo(42);
            }
        }
        assertThat(directory).doesNotExist();
        assertThat(processes(directory)).isEmpty();
    }

    @Test
    void shouldSayWhyItDoesNotComeUp() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> MariaDb.start(taken.getLocalPort()))
                    .isInstanceOf(ServerEndedException.class)
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void shouldReplicate() throws Exception {
        try (var cluster = ReplicationCluster.start(2, line -> {})) {
            cluster.node(1).execute("CREATE TABLE lab.t (v INT)", "INSERT INTO lab.t VALUES (7)");
            String gtid = cluster.node(1).value("SELECT @@gtid_binlog_pos");

            cluster.node(2).value("SELECT MASTER_GTID_WAIT('" + gtid + "', 120)");

            assertThat(cluster.node(2).value("SELECT v FROM lab.t")).isEqualTo("7");
            assertThat(cluster.node(2).value("SELECT @@read_only")).isEqualTo("1");
        }
    }

    @Test
    void shouldPutASchemaIntoTheUrlOfARunningServer() {
        assertThat(MariaDb.withPlaceForSchema("jdbc:mariadb://db:3306/any?user=a&password=%40"))
                .isEqualTo("jdbc:mariadb://db:3306/{schema}?user=a&password=%40");
        assertThat(MariaDb.withPlaceForSchema("jdbc:mariadb://db:3306?user=a"))
                .isEqualTo("jdbc:mariadb://db:3306/{schema}?user=a");
    }

    private static Object[] processes(Path directory) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(directory.toString()))
                .toArray();
    }
}
