package labs.proxy.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static labs.proxy.mysql.Databases.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import labs.cluster.junit.SharedServers;
import labs.cluster.mariadb.MariaDbNode;
import labs.proxy.mysql.protocol.Command;
import labs.proxy.mysql.protocol.Scramble;
import labs.proxy.mysql.protocol.SqlError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that say what they should not, or nothing. */
@ExtendWith(SharedServers.class)
@Timeout(240)
final class BadClientsTest {
    private static final long SEED = 20_260_804;

    private final ResourceLeakDetector.Level levelBefore = ResourceLeakDetector.getLevel();
    private Databases.Balanced balanced;

    @BeforeEach
    void shouldHaveServers() throws SQLException, IOException {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        begin(Databases.options());
    }

    private void begin(MysqlOptions options) throws SQLException, IOException {
        if (balanced != null) {
            balanced.close();
        }
        balanced = Databases.Balanced.start(Databases.nodes(Databases.untouched()), options);
    }

    @AfterEach
    void shouldServeOthersAndLeaveNothingBehind() throws SQLException {
        try {
            try (Connection connection = balanced.connect()) {
                assertThat(value(connection, "SELECT 5")).isEqualTo("5");
            }
            await("connections closed")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> balanced.proxy().connections() == 0);
        } finally {
            balanced.close();
            ResourceLeakDetector.setLevel(levelBefore);
        }
        assertThat(balanced.proxy().buffers()).as("buffers that nobody released").isZero();
    }

    @Test
    void shouldRefuseWrongPasswordsAndStrangersAlike() {
        for (String user : new String[] {"lab&password=wrong", "nobody&password=lab"}) {
            String url =
                    MariaDbNode.url(balanced.proxy().address(), user)
                            .replaceFirst("&password=lab&sslMode", "&sslMode");
            assertThatThrownBy(() -> DriverManager.getConnection(url).close())
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> {
                                assertThat(e.getErrorCode()).isEqualTo(1045);
                                assertThat(e.getSQLState()).isEqualTo("28000");
                            });
        }
    }

    @Test
    void shouldRefuseADatabaseThatThereIsNot() {
        String url =
                MariaDbNode.url(balanced.proxy().address(), MariaDbNode.USER)
                        .replace("/lab?", "/nothing?");
        assertThatThrownBy(() -> DriverManager.getConnection(url).close())
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1049));
    }

    @Test
    void shouldAskAClientWithAnotherPluginForOurs() throws IOException {
        try (var client = new RawClient(balanced.proxy().address())) {
            client.login("lab", "whatever", null, "caching_sha2_password");
            ByteBuf asked = client.next();
            assertThat(asked.readUnsignedByte()).isEqualTo((short) 0xfe);
            byte[] name = new byte[Scramble.PLUGIN.length()];
            asked.readBytes(name);
            assertThat(new String(name, java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(Scramble.PLUGIN);
            asked.skipBytes(1);
            byte[] challenge = new byte[Scramble.LENGTH];
            asked.readBytes(challenge);
            client.packet(3, Scramble.proof("lab", challenge));
            assertThat(client.next().getByte(0)).as("OK").isZero();
            client.command(Command.PING, "");
            assertThat(client.next().getByte(0)).as("OK").isZero();
            client.command(Command.QUIT, "");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void shouldNotWaitForEverForALogin() throws SQLException, IOException {
        begin(Databases.options().withHandshake(Duration.ofMillis(300)));
        try (var silent = new RawClient(balanced.proxy().address());
                var half = new RawClient(balanced.proxy().address())) {
            half.greeting();
            half.send(new byte[] {100, 0, 0, 1, 1, 2, 3});
            silent.greeting();
            assertThat(silent.error().code()).isEqualTo(SqlError.INTERRUPTED);
            assertThat(silent.isClosed()).isTrue();
            assertThat(half.error().code()).isEqualTo(SqlError.INTERRUPTED);
            assertThat(half.isClosed()).isTrue();
        }
        begin(Databases.options());
    }

    @Test
    void shouldNotTakeMuchFromAClientThatNobodyKnowsYet() throws IOException {
        try (var client = new RawClient(balanced.proxy().address())) {
            client.greeting();
            client.send(new byte[] {0, 0, 2, 1}); // 128 KiB are to follow
            assertThat(client.error().code()).isEqualTo(SqlError.PACKET_TOO_LARGE);
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void shouldRefusePacketsThatAreTooLong() throws SQLException, IOException {
        begin(Databases.options().withLongestPacket(100_000));
        try (Connection connection = balanced.connect()) {
            assertThat(value(connection, "SELECT LENGTH('" + "x".repeat(90_000) + "')"))
                    .isEqualTo("90000");
            assertThatThrownBy(() -> value(connection, "SELECT '" + "x".repeat(110_000) + "'"))
                    .isInstanceOf(SQLException.class);
        }
        try (var client = new RawClient(balanced.proxy().address())) {
            client.login("lab", "lab", null, Scramble.PLUGIN);
            assertThat(client.next().getByte(0)).isZero();
            client.send(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0});
            assertThat(client.error().code()).isEqualTo(SqlError.PACKET_TOO_LARGE);
        }
    }

    @Test
    void shouldRefuseCommandsThatItDoesNotKnow() throws IOException {
        try (var client = new RawClient(balanced.proxy().address())) {
            client.login("lab", "lab", "lab", Scramble.PLUGIN);
            assertThat(client.next().getByte(0)).isZero();
            client.command(0x12, "binlog dump");
            assertThat(client.error().code()).isEqualTo(SqlError.UNKNOWN_COMMAND);
            client.command(Command.SET_OPTION, "\7\0");
            assertThat(client.error().code()).isEqualTo(SqlError.UNKNOWN_COMMAND);
            client.command(Command.STMT_EXECUTE, "\1\0\0\0\0\1\0\0\0");
            assertThat(client.error().code()).isEqualTo(SqlError.UNKNOWN_STATEMENT);
            client.command(Command.PING, "");
            assertThat(client.next().getByte(0)).as("and it goes on").isZero();
            client.packet(0);
            assertThat(client.error().code()).as("an empty command").isEqualTo(SqlError.MALFORMED);
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void shouldAnswerCommandsThatCameTogetherInTheirOrder() throws IOException {
        try (var client = new RawClient(balanced.proxy().address())) {
            client.login("lab", "lab", "lab", Scramble.PLUGIN);
            assertThat(client.next().getByte(0)).isZero();
            client.command(Command.QUERY, "SELECT SLEEP(0.2)");
            client.command(Command.PING, "");
            client.command(0x12, "");
            for (int i = 0; i < 3; i++) {
                client.next(); // count, column, EOF
            }
            assertThat(client.next().getByte(1)).as("the row").isEqualTo((byte) '0');
            client.next();
            assertThat(client.next().getByte(0)).as("the ping's OK").isZero();
            assertThat(client.error().code()).isEqualTo(SqlError.UNKNOWN_COMMAND);
        }
    }

    @Test
    void shouldEndWithAnErrorThatComesBehindACommand() throws IOException {
        try (var client = new RawClient(balanced.proxy().address())) {
            client.login("lab", "lab", "lab", Scramble.PLUGIN);
            assertThat(client.next().getByte(0)).isZero();
            client.command(Command.QUERY, "SELECT SLEEP(0.5)");
            client.packet(0);
            client.skip(5);
            assertThat(client.error().code()).as("an empty command").isEqualTo(SqlError.MALFORMED);
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void shouldAnswerThousandsOfCommandsThatCameTogether() throws IOException {
        int count = 30_000;
        try (var client = new RawClient(balanced.proxy().address())) {
            client.login("lab", "lab", "lab", Scramble.PLUGIN);
            assertThat(client.next().getByte(0)).isZero();
            client.command(Command.QUERY, "SELECT SLEEP(1)");
            byte[] ping = {1, 0, 0, 0, Command.PING};
            byte[] pings = new byte[count * ping.length];
            for (int i = 0; i < pings.length; i++) {
                pings[i] = ping[i % ping.length];
            }
            client.send(pings);
            client.skip(5);
            for (int i = 0; i < count; i++) {
                assertThat(client.next().getByte(0)).as("OK").isZero();
            }
        }
    }

    @Test
    void shouldPutNoErrorIntoTheMiddleOfARow() throws SQLException, IOException {
        begin(Databases.options().withLongestPacket(100_000));
        try (var client = new RawClient(balanced.proxy().address())) {
            client.login("lab", "lab", "lab", Scramble.PLUGIN);
            assertThat(client.next().getByte(0)).isZero();
            // More than the sockets on the way hold, so that it is not over before the error.
            int length = 15_000_000;
            client.command(Command.QUERY, "SELECT REPEAT('x', %d)".formatted(length));
            client.skip(3); // count, column, EOF
            assertThat(client.bytes(8)).as("the row has begun").hasSize(8);
            client.send(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0});
            byte[] rest = client.untilClosed();
            assertThat(rest).hasSizeLessThan(length);
            for (int i = 0; i < rest.length; i++) {
                if (rest[i] != 'x') {
                    assertThat(new String(rest, i, rest.length - i, ISO_8859_1))
                            .as("nothing but the row's own bytes")
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void shouldAnswerOnlyWhatHasAnAnswer() throws IOException {
        try (var client = new RawClient(balanced.proxy().address())) {
            client.login("lab", "lab", "lab", Scramble.PLUGIN);
            assertThat(client.next().getByte(0)).isZero();
            client.command(Command.STMT_PREPARE, "SELECT @x, ?");
            client.skip(6); // OK, parameter, EOF, two columns, EOF
            client.command(Command.QUERY, "START TRANSACTION READ ONLY");
            assertThat(client.next().getByte(0)).as("OK, at a replica").isZero();
            client.command(Command.STMT_SEND_LONG_DATA, "\1\0\0\0\0\0long");
            client.command(Command.STMT_EXECUTE, "\1\0\0\0\0\1\0\0\0\0\1\374\0");
            assertThat(client.error().code())
                    .as("what only the primary can have")
                    .isEqualTo(SqlError.NOT_SUPPORTED);
            client.command(Command.PING, "");
            assertThat(client.next().getByte(0)).as("OK").isZero();
        }
    }

    @Test
    void shouldStandAClientThatLeavesInTheMiddle() throws IOException {
        for (int i = 0; i < 10; i++) {
            try (var client = new RawClient(balanced.proxy().address())) {
                client.login("lab", "lab", "lab", Scramble.PLUGIN);
                assertThat(client.next().getByte(0)).isZero();
                client.command(Command.QUERY, "SELECT REPEAT('x', 1000000) FROM seq_1_to_30");
                client.next();
                client.send(new byte[] {50, 0, 0, 0, Command.QUERY}); // half of another
            }
        }
    }

    @Test
    void shouldStandGarbage() throws IOException {
        var random = new Random(SEED);
        for (int i = 0; i < 60; i++) {
            try (var client = new RawClient(balanced.proxy().address())) {
                if (i % 2 == 0) {
                    client.login("lab", "lab", null, Scramble.PLUGIN);
                    client.next();
                } else {
                    client.greeting();
                }
                byte[] garbage = new byte[1 + random.nextInt(400)];
                random.nextBytes(garbage);
                if (random.nextBoolean()) {
                    client.packet(i % 2 == 0 ? 0 : 1, garbage);
                } else {
                    client.send(garbage);
                }
            } catch (java.net.SocketException e) {
                // It was thrown out while it was still talking.
            }
        }
    }
}
