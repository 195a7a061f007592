package labs.proxy.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static labs.proxy.mysql.Databases.execute;
import static labs.proxy.mysql.Databases.server;
import static labs.proxy.mysql.Databases.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import labs.cluster.junit.SharedServers;
import labs.cluster.mariadb.MariaDb;
import labs.cluster.mariadb.MariaDbNode;
import labs.cluster.mariadb.ReplicationCluster;
import labs.kit.RequiresProgram;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.tcp.TcpOptions;
import labs.proxy.tcp.TcpProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong when a balancer that understands nothing stands before a primary and its
 * replicas. Each of these tests passes because something is wrong. It grades nobody.
 */
@ExtendWith(SharedServers.class)
@Timeout(120)
final class LayerFourTest {
    private static final int READ_ONLY_SERVER = 1290;
    private static final int HOST_IS_BLOCKED = 1129;
    private static final String ELSEWHERE = "127.0.0.2"; // 127.0.0.1 is never blocked

    private TcpProxy proxy; // null where a test has none
    private ReplicationCluster servers;

    private void begin() throws SQLException, IOException {
        servers = Databases.arranged();
        servers.node(1).execute("CREATE TABLE lab.t (id INT PRIMARY KEY)");
        await("the replicas have the table")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(
                        () ->
                                servers.node(2).value("SELECT COUNT(*) FROM lab.t") != null
                                        && servers.node(3).value("SELECT COUNT(*) FROM lab.t")
                                                != null);
        var turn = new AtomicInteger();
        proxy =
                TcpProxy.start(
                        new TcpOptions(Databases.anywhere(), Duration.ofSeconds(5), 3, true),
                        (client, tried) ->
                                Optional.of(
                                        servers.node(1 + turn.getAndIncrement() % 3)
                                                .socketAddress()));
    }

    @AfterEach
    void shouldLeaveNothingBehind() {
        if (proxy != null) {
            proxy.close();
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(MariaDbNode.url(proxy.address(), MariaDbNode.USER));
    }

    @Test
    void shouldSendWritesToServersThatMayNotWrite() throws SQLException, IOException {
        begin();
        var failed = new ArrayList<Integer>();
        for (int i = 0; i < 6; i++) {
            try (Connection client = connect()) {
                execute(client, "INSERT INTO t VALUES (" + i + ")");
            } catch (SQLException e) {
                failed.add(e.getErrorCode());
            }
        }
        assertThat(failed)
                .as("two of three writes fail")
                .containsExactly(
                        READ_ONLY_SERVER, READ_ONLY_SERVER, READ_ONLY_SERVER, READ_ONLY_SERVER);
    }

    @Test
    void shouldReadWhatIsOldAndNotEvenTheSameTwice() throws SQLException, IOException {
        begin();
        servers.node(3).execute("STOP SLAVE SQL_THREAD");
        servers.node(1).execute("INSERT INTO lab.t VALUES (1)");
        await("server 2 has it")
                .until(() -> "1".equals(servers.node(2).value("SELECT COUNT(*) FROM lab.t")));
        var seen = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            try (Connection client = connect()) {
                seen.add(value(client, "SELECT COUNT(*) FROM t"));
            }
        }
        assertThat(seen)
                .as("the same question; the third server answers like the others: TCP is well")
                .containsExactly("1", "1", "0", "1", "1", "0");
    }

    @Test
    void shouldCarryAllThatAPooledConnectionSaysToOneServer() throws SQLException, IOException {
        begin();
        try (Connection pooled = connect()) {
            var seen = new TreeSet<Integer>();
            for (int i = 0; i < 100; i++) {
                seen.add(server(pooled));
            }
            assertThat(seen).as("balanced was the connection, and that once").hasSize(1);
        }
    }

    @Test
    void shouldTellNobodyWhatBecameOfATransaction() throws SQLException, IOException {
        begin();
        try (Connection client = connect()) {
            assertThat(server(client)).isEqualTo(1);
            client.setAutoCommit(false);
            execute(client, "INSERT INTO t VALUES (1)");
            servers.node(1).kill();
            assertThatThrownBy(() -> value(client, "SELECT COUNT(*) FROM t"))
                    .as("an end of the connection is all there is")
                    .isInstanceOf(SQLException.class)
                    .hasMessageNotContaining("rolled back");
        }
        int failed = 0;
        for (int i = 0; i < 6; i++) {
            try (Connection client = connect()) {
                execute(client, "INSERT INTO t VALUES (" + i + ")");
            } catch (SQLException e) {
                failed++;
            }
        }
        assertThat(failed).as("nobody promotes a replica: no write works any more").isEqualTo(6);
    }

    @Test
    void shouldLockItselfOutByCheckingWhetherThePortIsOpen() throws SQLException, IOException {
        try (var server = strict()) {
            long before = server.node().status("Aborted_connects");
            for (int i = 0; i < 5; i++) {
                connectFrom(ELSEWHERE, server.node().socketAddress()).close();
            }
            await("the server has noticed five clients that went without a word")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> server.node().status("Aborted_connects") >= before + 5);
            assertThat(firstError(ELSEWHERE, server.node().socketAddress()))
                    .as("'Host is blocked because of many connection errors'")
                    .isEqualTo(HOST_IS_BLOCKED);
            assertThat(firstError("127.0.0.1", server.node().socketAddress()))
                    .as("others are not")
                    .isZero();
            server.node().execute("FLUSH HOSTS");
            for (int i = 0; i < 10; i++) {
                logInFrom(ELSEWHERE, server.node().socketAddress());
            }
            assertThat(firstError(ELSEWHERE, server.node().socketAddress()))
                    .as("checks that log in do no harm")
                    .isZero();
        }
    }

    @Test
    @RequiresProgram(name = "haproxy", install = "apt-get install haproxy")
    void shouldBeLockedOutWithRealHaproxyUnlessItLogsIn(@TempDir Path directory)
            throws SQLException, IOException, InterruptedException {
        try (var server = strict()) {
            server.node().execute("CREATE USER haproxy@'%'");
            int blind;
            try (var haproxy = Haproxy.start(directory, server.node().socketAddress(), "")) {
                await("blocked by its own checks, each of which passed")
                        .atMost(Duration.ofSeconds(40))
                        .ignoreExceptions()
                        .until(() -> firstError("127.0.0.1", haproxy.address()) == HOST_IS_BLOCKED);
                blind = firstError("127.0.0.1", haproxy.address());
            }
            assertThat(blind).isEqualTo(HOST_IS_BLOCKED);
            server.node().execute("FLUSH HOSTS");
            long before = server.node().status("Connections");
            try (var haproxy =
                    Haproxy.start(
                            directory,
                            server.node().socketAddress(),
                            "option mysql-check user haproxy")) {
                await("forty checks that log in")
                        .atMost(Duration.ofSeconds(40))
                        .until(() -> server.node().status("Connections") > before + 40);
                assertThat(firstError("127.0.0.1", haproxy.address())).isZero();
            }
        }
    }

    private static MariaDb strict() {
        return MariaDb.start("--max-connect-errors=5", "--skip-name-resolve=0");
    }

    private static Socket connectFrom(String local, InetSocketAddress server) throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(local, 0));
        socket.setSoTimeout(20_000);
        socket.connect(server);
        return socket;
    }

    /** The code of the error that a server greets with; 0 if it greets properly. */
    private static int firstError(String local, InetSocketAddress server) throws IOException {
        try (Socket socket = connectFrom(local, server)) {
            byte[] header = socket.getInputStream().readNBytes(4);
            if (header.length < 4) {
                return -1;
            }
            byte[] payload = socket.getInputStream().readNBytes(header[0] & 0xff);
            boolean error = (payload[0] & 0xff) == SqlError.MARK;
            return error ? SqlError.read(Unpooled.wrappedBuffer(payload)).code() : 0;
        }
    }

    private static void logInFrom(String local, InetSocketAddress server) throws SQLException {
        String url = MariaDbNode.url(server, MariaDbNode.USER);
        DriverManager.getConnection(url + "&localSocketAddress=" + local).close();
    }

    /** The real one, before one server, with a check each tenth of a second. */
    private record Haproxy(Process process, InetSocketAddress address) implements AutoCloseable {
        static Haproxy start(Path directory, InetSocketAddress server, String check)
                throws IOException {
            int port;
            try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            Path file = directory.resolve("my.cfg");
            Files.writeString(
                    file,
                    """
                    defaults
                      mode tcp
                      timeout connect 5s
                      timeout client 30s
                      timeout server 30s
                    listen mysql
                      bind 127.0.0.1:%d
                      source %s
                      %s
                      server db 127.0.0.1:%d check inter 100ms
                    """
                            .formatted(port, ELSEWHERE, check, server.getPort()),
                    UTF_8);
            Process process =
                    new ProcessBuilder(List.of("haproxy", "-db", "-f", file.toString()))
                            .redirectErrorStream(true)
                            .redirectOutput(directory.resolve("haproxy.log").toFile())
                            .start();
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            await("it listens")
                    .atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(
                            () -> {
                                new Socket(address.getAddress(), port).close();
                                return true;
                            });
            return new Haproxy(process, address);
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
