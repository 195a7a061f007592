package labs.proxy.mysql;

import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

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
        return with(changed -> changed.handshake = time);
    }

    public MysqlOptions withPatience(Duration time) {
        return with(changed -> changed.patience = time);
    }

    public MysqlOptions withLag(Duration most) {
        return with(changed -> changed.mostLag = most);
    }

    public MysqlOptions withReadYourWrites(Duration time) {
        return with(changed -> changed.readYourWrites = time);
    }

    public MysqlOptions withLongestPacket(int bytes) {
        return with(changed -> changed.longestPacket = bytes);
    }

    public MysqlOptions withTls(SslContext context) {
        return with(changed -> changed.tls = context);
    }

    private MysqlOptions with(Consumer<Values> change) {
        var values = new Values(this);
        change.accept(values);
        return values.options();
    }

    /** What can be changed, while it is. */
    private static final class Values {
        private final MysqlOptions before;
        private Duration handshake;
        private Duration patience;
        private Duration mostLag;
        private Duration readYourWrites;
        private int longestPacket;
        private SslContext tls;

        Values(MysqlOptions before) {
            this.before = before;
            handshake = before.handshake;
            patience = before.patience;
            mostLag = before.mostLag;
            readYourWrites = before.readYourWrites;
            longestPacket = before.longestPacket;
            tls = before.tls;
        }

        MysqlOptions options() {
            return new MysqlOptions(
                    before.listen,
                    before.users,
                    before.version,
                    handshake,
                    before.connect,
                    patience,
                    mostLag,
                    readYourWrites,
                    longestPacket,
                    before.mostClients,
                    tls);
        }
    }
}
