package labs.proxy.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static labs.proxy.mysql.Databases.execute;
import static labs.proxy.mysql.Databases.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import labs.cluster.junit.SharedServers;
import labs.cluster.mariadb.MariaDbNode;
import labs.proxy.mysql.protocol.Command;
import labs.proxy.mysql.protocol.Scramble;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.tls.Pem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What drivers and their users expect beyond statements. */
@ExtendWith(SharedServers.class)
@Timeout(120)
final class ClientsTest {
    @TempDir private Path directory;
    private Databases.Balanced balanced;

    @BeforeEach
    void shouldHaveServers() throws SQLException, IOException {
        begin(Databases.options());
    }

    private void begin(MysqlOptions options) throws SQLException, IOException {
        if (balanced != null) {
            balanced.close();
        }
        balanced = Databases.Balanced.start(Databases.nodes(Databases.untouched()), options);
    }

    @AfterEach
    void shouldLeaveNothingBehind() {
        await("connections closed")
                .atMost(Duration.ofSeconds(30))
                .until(() -> balanced.proxy().connections() == 0);
        balanced.close();
        assertThat(balanced.proxy().buffers()).as("buffers that nobody released").isZero();
    }

    // ------------------------------------------------------------ the login

    @Test
    void shouldNumberItsErrorsAtTheLoginOnFromTheClients() throws IOException {
        try (var wrong = new RawClient(balanced.proxy().address());
                var old = new RawClient(balanced.proxy().address());
                var tooLong = new RawClient(balanced.proxy().address())) {
            wrong.login("lab", "wrong", null, Scramble.PLUGIN);
            assertThat(wrong.error().code()).isEqualTo(SqlError.ACCESS_DENIED);
            assertThat(wrong.sequence()).isEqualTo(2);
            old.greeting();
            old.packet(1, new byte[32]);
            assertThat(old.error().code()).isEqualTo(SqlError.BAD_HANDSHAKE);
            assertThat(old.sequence()).isEqualTo(2);
            tooLong.greeting();
            tooLong.send((byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 1);
            assertThat(tooLong.error().code()).isEqualTo(SqlError.PACKET_TOO_LARGE);
            assertThat(tooLong.sequence()).isEqualTo(2);
        }
    }

    @Test
    void shouldSpeakCompressed() throws SQLException {
        try (Connection connection = balanced.connect("&useCompression=true")) {
            assertThat(value(connection, "SELECT 5")).isEqualTo("5");
            String text = "compressible ".repeat(200_000);
            assertThat(value(connection, "SELECT '" + text + "'")).isEqualTo(text);
            assertThat(value(connection, "SELECT REPEAT('x', 3000000)")).hasSize(3_000_000);
        }
    }

    @Test
    void shouldSpeakTlsWithACertificate() throws Exception {
        File pem = Pem.file(directory, "balancer.pem", "localhost").toFile();
        begin(Databases.options().withTls(SslContextBuilder.forServer(pem, pem).build()));
        String url = MariaDbNode.url(balanced.proxy().address(), MariaDbNode.USER);
        for (String more : new String[] {"", "&useCompression=true"}) {
            try (Connection connection =
                    java.sql.DriverManager.getConnection(
                            url.replace("sslMode=disable", "sslMode=trust") + more)) {
                assertThat(value(connection, "SELECT REPEAT('x', 300000)")).hasSize(300_000);
            }
        }
        try (Connection plain = balanced.connect()) {
            assertThat(value(plain, "SELECT 5")).as("TLS is offered only").isEqualTo("5");
        }
    }

    @Test
    void shouldLetAClientBecomeSomebodyElse() throws IOException {
        try (var client = new RawClient(balanced.proxy().address())) {
            client.login("lab", "lab", "lab", Scramble.PLUGIN);
            client.next();
            client.command(Command.QUERY, "SET @x = 1");
            client.next();
            changeUser(client, "lab");
            assertThat(client.next().getByte(0)).as("OK").isZero();
            assertThat(client.sequence()).isEqualTo(3);
            client.command(Command.QUERY, "SELECT @x IS NULL");
            client.skip(3);
            assertThat(client.next().getByte(1)).as("a new session").isEqualTo((byte) '1');
            client.skip(1);
            String proved = new String(client.proof("lab"), ISO_8859_1);
            client.command(
                    Command.CHANGE_USER,
                    "lab\0\24" + proved + "lab\0\55\0" + Scramble.PLUGIN + "\0");
            assertThat(client.next().getByte(0)).as("proved at once").isZero();
            changeUser(client, "wrong");
            assertThat(client.error().code()).isEqualTo(SqlError.ACCESS_DENIED);
            assertThat(client.isClosed()).isTrue();
        }
    }

    private static void changeUser(RawClient client, String password) throws IOException {
        client.command(
                Command.CHANGE_USER, "lab\0" + "\0" + "lab\0" + "\55\0" + Scramble.PLUGIN + "\0");
        ByteBuf asked = client.next();
        assertThat(asked.getUnsignedByte(0)).as("it is to prove it").isEqualTo((short) 0xfe);
        byte[] challenge = new byte[Scramble.LENGTH];
        asked.getBytes(2 + Scramble.PLUGIN.length(), challenge);
        client.packet(2, Scramble.proof(password, challenge));
    }

    // ------------------------------------------------------------ KILL

    @Test
    void shouldCancelWhatADriverCancels() throws Exception {
        try (Connection connection = balanced.connect();
                Statement statement = connection.createStatement()) {
            CompletableFuture<SQLException> sleeping =
                    CompletableFuture.supplyAsync(
                            () ->
                                    catchThrowableOfType(
                                            SQLException.class,
                                            () -> statement.executeQuery("SELECT SLEEP(100)")));
            await("it is cancelled")
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> {
                                statement.cancel();
                                return sleeping.isDone();
                            });
            assertThat(value(connection, "SELECT 5")).as("and it goes on").isEqualTo("5");
        }
    }

    @Test
    void shouldKillByTheNumberThatABalancersClientHas() throws SQLException {
        try (Connection victim = balanced.connect();
                Connection other = balanced.connect()) {
            String id = status(victim).get("connection");
            execute(other, "KILL CONNECTION " + id);
            await("it is cut off").atMost(Duration.ofSeconds(30)).until(() -> !victim.isValid(10));
            SQLException unknown =
                    catchThrowableOfType(SQLException.class, () -> execute(other, "KILL " + id));
            assertThat(unknown.getErrorCode()).isEqualTo(SqlError.UNKNOWN_THREAD);
        }
    }

    @Test
    void shouldKillByTheOldCommandToo() throws SQLException, IOException {
        try (Connection victim = balanced.connect();
                var other = new RawClient(balanced.proxy().address())) {
            int id = Integer.parseInt(status(victim).get("connection"));
            other.login("lab", "lab", null, Scramble.PLUGIN);
            other.next();
            ByteBuf kill = Unpooled.buffer().writeByte(Command.PROCESS_KILL).writeIntLE(id);
            other.packet(0, ByteBufUtil.getBytes(kill));
            assertThat(other.next().getByte(0)).as("OK").isZero();
            await("it is cut off").atMost(Duration.ofSeconds(30)).until(() -> !victim.isValid(10));
        }
    }

    // ------------------------------------------------------------ what it says of itself

    @Test
    void shouldSayWhyASessionIsPinned() throws SQLException {
        try (Connection connection = balanced.connect()) {
            assertThat(status(connection)).containsEntry("pinned", "no");
            execute(connection, "SET @x = 1", "SET @y = 2");
            assertThat(status(connection))
                    .containsEntry("pinned", "yes")
                    .containsEntry("pinned_by", "SET @x = 1")
                    .containsEntry("primary", "db1")
                    .containsEntry("database", "lab");
        }
    }

    private static Map<String, String> status(Connection connection) throws SQLException {
        var status = new HashMap<String, String>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW BALANCER STATUS")) {
            while (rows.next()) {
                status.put(rows.getString(1), rows.getString(2));
            }
        }
        return status;
    }

    @Test
    void shouldReadAtThePrimaryWhatSaysSo() throws SQLException {
        try (Connection connection = balanced.connect()) {
            assertThat(value(connection, "/* primary */ SELECT @@server_id")).isEqualTo("1");
            assertThat(value(connection, "SELECT @@server_id")).isNotEqualTo("1");
        }
    }

    @Test
    void shouldSayWhoRefusesAFileOfTheClients() throws SQLException {
        try (Connection connection = balanced.connect()) {
            SQLException refused =
                    catchThrowableOfType(
                            SQLException.class,
                            () -> execute(connection, "LOAD DATA LOCAL INFILE 'x' INTO TABLE t"));
            assertThat(refused.getMessage()).contains("[balancer] LOAD DATA LOCAL");
        }
    }

    @Test
    void shouldReadItsOwnQuestionsInAnyCharacterSetOfResults() throws SQLException {
        try (Connection connection = balanced.connect()) {
            execute(connection, "SET character_set_results = utf16");
            execute(connection, "CREATE TABLE any_set (i INT)", "INSERT INTO any_set VALUES (1)");
            byte[] server = bytes(connection, "SELECT CONCAT(@@server_id) FROM any_set");
            assertThat(ByteBufUtil.hexDump(Unpooled.wrappedBuffer(server)))
                    .as("a replica's number in UTF-16: its position was understood")
                    .isIn("0032", "0033");
            execute(connection, "DROP TABLE any_set");
        }
    }

    private static byte[] bytes(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getBytes(1);
        }
    }
}
