package labs.proxy.mysql;

import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/**
 * How a proxy is to be. The users' passwords must be those of the servers, too: the proxy logs in
 * there as the user, so that the user's rights hold.
 *
 * @param listen port 0 for any that is free
 * @param users passwords by name
 * @param version what clients are told that the server is
 * @param handshake how long a client may take to log in
 * @param connect how long connecting to a server and logging in there may take
 * @param patience how long a statement waits for a primary, before its client is told that there is
 *     none
 * @param mostLag a replica whose data are older gets no reads
 * @param readYourWrites how long a read waits for the replica to have what its own session wrote,
 *     before it goes to the primary; zero: reads of one's own writes may be old
 * @param longestPacket the longest packet that a client may send
 * @param mostClients more are refused
 * @param tls offered to clients; null for none
 */
public record MysqlOptions(
        InetSocketAddress listen,
        Map<String, String> users,
        String version,
        Duration handshake,
        Duration connect,
        Duration patience,
        Duration mostLag,
        Duration readYourWrites,
        int longestPacket,
        int mostClients,
        SslContext tls) {
    /** What does for most. */
    public static MysqlOptions of(InetSocketAddress listen, Map<String, String> users) {
        return new MysqlOptions(
                listen,
                Map.copyOf(users),
                "11.4.5-MariaDB-labs-proxy",
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(15),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                64 << 20,
                1000,
                null);
    }

    public MysqlOptions withHandshake(Duration time) {
        return new MysqlOptions(
                listen,
                users,
                version,
                time,
                connect,
                patience,
                mostLag,
                readYourWrites,
                longestPacket,
                mostClients,
                tls);
    }

    public MysqlOptions withPatience(Duration time) {
        return new MysqlOptions(
                listen,
                users,
                version,
                handshake,
                connect,
                time,
                mostLag,
                readYourWrites,
                longestPacket,
                mostClients,
                tls);
    }

    public MysqlOptions withLag(Duration most) {
        return new MysqlOptions(
                listen,
                users,
                version,
                handshake,
                connect,
                patience,
                most,
                readYourWrites,
                longestPacket,
                mostClients,
                tls);
    }

    public MysqlOptions withReadYourWrites(Duration time) {
        return new MysqlOptions(
                listen,
                users,
                version,
                handshake,
                connect,
                patience,
                mostLag,
                time,
                longestPacket,
                mostClients,
                tls);
    }

    public MysqlOptions withLongestPacket(int bytes) {
        return new MysqlOptions(
                listen,
                users,
                version,
                handshake,
                connect,
                patience,
                mostLag,
                readYourWrites,
                bytes,
                mostClients,
                tls);
    }

    public MysqlOptions withTls(SslContext context) {
        return new MysqlOptions(
                listen,
                users,
                version,
                handshake,
                connect,
                patience,
                mostLag,
                readYourWrites,
                longestPacket,
                mostClients,
                context);
    }
}
