package labs.proxy.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import labs.proxy.mysql.protocol.Capabilities;
import labs.proxy.mysql.protocol.Greeting;
import labs.proxy.mysql.protocol.Login;
import labs.proxy.mysql.protocol.Packet;
import labs.proxy.mysql.protocol.ProtocolException;
import labs.proxy.mysql.protocol.Replies;
import labs.proxy.mysql.protocol.Scramble;
import labs.proxy.mysql.protocol.SqlError;

/**
 * Greets a client and lets it prove who it is. Who has, is admitted: that must put another handler
 * in the place of this one. Who has not, or is too slow, is told so, and its connection ends.
 * Confined to the client's event loop.
 *
 * <pre>
 *   greeting ─▶ login ─▶ (another plugin? ─▶ switch to ours ─▶ proof) ─▶ admitted
 * </pre>
 *
 * <p>See <a
 * href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html">Connection
 * Phase</a>.
 */
final class ClientLogin extends SimpleChannelInboundHandler<Packet> {
    /** Before somebody has logged in nobody needs more. */
    static final int LONGEST_PACKET = 64 * 1024;

    private final MysqlOptions options;
    private final int number;
    private final ClientConnection client;
    private final Admission admission;
    private final byte[] challenge = Scramble.challenge();
    private Login login; // null before it came
    private Future<?> timeout;

    /** What comes of a proof. */
    interface Admission {
        /**
         * @param database in ISO 8859-1, whatever its letters are; null for none. Nobody has looked
         *     yet whether there is such a one
         * @param sequence the number of the packet that answers the login
         */
        void admit(Account account, String database, int sequence);
    }

    ClientLogin(MysqlOptions options, int number, ClientConnection client, Admission admission) {
        this.options = options;
        this.number = number;
        this.client = client;
        this.admission = admission;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var greeting = context.alloc().buffer();
        new Greeting(options.version(), number, challenge, Capabilities.OFFERED).write(greeting);
        client.send(0, greeting);
        var late = new SqlError(SqlError.INTERRUPTED, "08S01", "too slow to log in");
        timeout =
                context.executor()
                        .schedule(
                                () -> client.end(1, late),
                                options.handshake().toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Packet packet) {
        if (client.hasEnded()) {
            return;
        }
        if (packet.first() != (login == null ? 1 : 3)) {
            throw new ProtocolException(SqlError.OUT_OF_ORDER, "packet " + packet.first());
        }
        int answer = packet.last() + 1;
        if (login != null) {
            prove(ByteBufUtil.getBytes(packet.payload()), answer);
            return;
        }
        login = Login.read(packet.payload());
        if (login.plugin() == null || login.plugin().equals(Scramble.PLUGIN)) {
            prove(login.proof(), answer);
        } else {
            client.send(answer, Replies.authSwitch(context.alloc(), challenge));
        }
    }

    private void prove(byte[] proof, int answer) {
        String password = options.users().get(login.user());
        // Also for a user that there is not: nobody is to learn by the time which users there are.
        boolean proved = Scramble.proves(proof, password == null ? "?" : password, challenge);
        if (password == null || !proved) {
            client.end(answer, denied(proof.length > 0));
            return;
        }
        var account = new Account(login.user(), password, login.capabilities(), login.collation());
        admission.admit(account, database(), answer);
    }

    // As in commands: a letter for each byte, so that servers get the bytes that the client sent.
    private String database() {
        String name = login.database();
        return name == null ? null : new String(name.getBytes(UTF_8), ISO_8859_1);
    }

    private SqlError denied(boolean withPassword) {
        return new SqlError(
                SqlError.ACCESS_DENIED,
                "28000",
                "Access denied for user '%s' (using password: %s)"
                        .formatted(login.user(), withPassword ? "YES" : "NO"));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        client.fail(1, cause);
    }
}
