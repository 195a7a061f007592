package labs.mq.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@LabTest
@Timeout(120)
final class MariaDbTest {
    @Test
    void shouldKeepWhatWasCommittedThroughAKillAndLeaveNothingBehind(@TempDir Path temporary)
            throws Exception {
        Path directory = Files.createDirectory(temporary.resolve("server"));
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (var server = MariaDb.start(directory, port)) {
            Database database = server.createSchema();
            database.execute("CREATE TABLE t (v INT)", "INSERT INTO t VALUES (42)");
            try (var open = database.connect()) {
                open.setAutoCommit(false);
                open.createStatement().execute("INSERT INTO t VALUES (43)");
                server.kill();
            }
            assertThat(server.isAlive()).isFalse();
            server.restart();
            int sum =
                    database.inTransaction(
                            connection -> {
                                ResultSet row =
                                        connection
                                                .createStatement()
                                                .executeQuery("SELECT SUM(v) FROM t");
                                row.next();
                                return row.getInt(1);
                            });
            assertThat(sum).isEqualTo(42);
        }
        assertThat(directory).doesNotExist();
        assertThat(processes(directory)).isEmpty();
    }

    @Test
    void shouldSayWhyItDoesNotComeUp(@TempDir Path temporary) throws Exception {
        Path directory = Files.createDirectory(temporary.resolve("server"));
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> MariaDb.start(directory, taken.getLocalPort()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Address already in use");
        }
        assertThat(directory).doesNotExist();
        assertThat(processes(directory)).isEmpty();
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
