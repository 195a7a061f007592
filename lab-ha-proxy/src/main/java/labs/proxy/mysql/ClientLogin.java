package labs.proxy.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
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
 *   COM_CHANGE_USER ─▶ switch to ours ─▶ proof ─▶ admitted
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
    private final byte[] challenge;
    private Login login; // null before it came
    private int next; // the number of the next packet, whoever sends it
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
        challenge = Scramble.challenge();
        client.challenge(challenge);
    }

    /**
     * Of a client that is somebody already, and wants to be somebody else.
     *
     * @param sequence the number of our next packet
     */
    ClientLogin(
            MysqlOptions options,
            int number,
            ClientConnection client,
            Login change,
            int sequence,
            Admission admission) {
        this.options = options;
        this.number = number;
        this.client = client;
        this.admission = admission;
        login = change;
        next = sequence;
        challenge = client.challenge(); // some clients take no other one
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        int offered = Capabilities.OFFERED | (options.tls() == null ? 0 : Capabilities.SSL);
        var greeting = context.alloc().buffer();
        new Greeting(options.version(), number, challenge, offered).write(greeting);
        send(greeting);
        beginTimeout(context);
    }

    /** A client that wants to be somebody else has proved it already, or is asked to. */
    private void change(ChannelHandlerContext context) {
        beginTimeout(context);
        boolean canBeAsked = (login.capabilities() & Capabilities.PLUGIN_AUTH) != 0;
        if (canBeAsked && !proves(login.proof())) {
            send(Replies.authSwitch(context.alloc(), challenge));
        } else {
            prove(login.proof());
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (login != null) {
            change(context);
        }
    }

    private void beginTimeout(ChannelHandlerContext context) {
        var late = new SqlError(SqlError.INTERRUPTED, "08S01", "too slow to log in");
        timeout =
                context.executor()
                        .schedule(
                                () -> client.end(next, late),
                                options.handshake().toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    private void send(ByteBuf payload) {
        client.send(next++, payload);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Packet packet) {
        if (client.hasEnded()) {
            return;
        }
        boolean encrypted = context.pipeline().get(SslHandler.class) != null;
        int expected = next + (encrypted && login == null ? 1 : 0); // the request for TLS was one
        next = packet.last() + 1;
        if (packet.first() != expected) {
            throw new ProtocolException(SqlError.OUT_OF_ORDER, "packet " + packet.first());
        }
        if (login != null) {
            prove(ByteBufUtil.getBytes(packet.payload()));
            return;
        }
        login = Login.read(packet.payload(), encrypted);
        if (login.plugin() == null || login.plugin().equals(Scramble.PLUGIN)) {
            prove(login.proof());
        } else {
            send(Replies.authSwitch(context.alloc(), challenge));
        }
    }

    private void prove(byte[] proof) {
        if (!proves(proof)) {
            client.end(next, denied(proof.length > 0));
            return;
        }
        String password = options.users().get(login.user());
        var account = new Account(login.user(), password, login.capabilities(), login.collation());
        admission.admit(account, database(), next);
    }

    // Also for a user that there is not: nobody is to learn by the time which users there are.
    private boolean proves(byte[] proof) {
        String password = options.users().get(login.user());
        boolean proved = Scramble.proves(proof, password == null ? "?" : password, challenge);
        return password != null && proved;
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
        // What cannot be read was a packet, too.
        client.fail(cause instanceof DecoderException ? next + 1 : next, cause);
    }
}
