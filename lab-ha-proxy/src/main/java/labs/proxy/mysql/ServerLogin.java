package labs.proxy.mysql;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import labs.proxy.mysql.protocol.Capabilities;
import labs.proxy.mysql.protocol.Greeting;
import labs.proxy.mysql.protocol.Login;
import labs.proxy.mysql.protocol.Packet;
import labs.proxy.mysql.protocol.PacketDecoder;
import labs.proxy.mysql.protocol.PacketWriter;
import labs.proxy.mysql.protocol.ProtocolException;
import labs.proxy.mysql.protocol.Replies;
import labs.proxy.mysql.protocol.Scramble;
import labs.proxy.mysql.protocol.SqlError;

/**
 * Logs in at a server, without a database, and then leaves its channel to a {@link
 * ServerConnection}. It stands behind a {@link PacketDecoder}, which it takes away with itself.
 * Confined to its event loop.
 *
 * <pre>
 *   server: greeting ─▶ us: login ─▶ server: OK, or a switch to our plugin ─▶ us: proof ─▶ OK
 * </pre>
 *
 * <p>The promise gets the connection, or what was wrong; then the channel is closed. A server that
 * says no is a {@link ServerException}, all else an {@link IOException} or a {@link
 * ProtocolException}.
 *
 * <p>See <a
 * href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html">Connection
 * Phase</a>.
 */
final class ServerLogin extends SimpleChannelInboundHandler<Packet> {
    private static final int OK = 0;
    private static final int AUTH_SWITCH = 0xfe;

    private final Account account;
    private final ServerConnection connection;
    private final Promise<ServerConnection> opened;
    private boolean greeted;

    ServerLogin(Account account, ServerConnection connection, Promise<ServerConnection> opened) {
        this.account = account;
        this.connection = connection;
        this.opened = opened;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Packet packet) {
        ByteBuf payload = packet.payload();
        int first = payload.isReadable() ? payload.getUnsignedByte(payload.readerIndex()) : -1;
        int next = packet.last() + 1;
        if (first == SqlError.MARK) {
            fail(context, new ServerException(SqlError.read(payload)));
        } else if (!greeted) {
            greeted = true;
            Greeting greeting = Greeting.read(payload);
            connection.thread(greeting.connection());
            reply(context, next, login(context, greeting.challenge()));
        } else if (first == OK) {
            handOver(context.pipeline());
        } else if (first == AUTH_SWITCH) {
            byte[] proof = Scramble.proof(account.password(), Replies.readAuthSwitch(payload));
            reply(context, next, context.alloc().buffer().writeBytes(proof));
        } else {
            throw new ProtocolException(SqlError.BAD_HANDSHAKE, "the server wants another login");
        }
    }

    private ByteBuf login(ChannelHandlerContext context, byte[] challenge) {
        ByteBuf login = context.alloc().buffer();
        new Login(
                        Capabilities.towardsServer(account.capabilities()),
                        account.collation(),
                        account.user(),
                        Scramble.proof(account.password(), challenge),
                        null,
                        Scramble.PLUGIN)
                .write(login);
        return login;
    }

    private static void reply(ChannelHandlerContext context, int sequence, ByteBuf payload) {
        context.writeAndFlush(PacketWriter.packet(context.alloc(), sequence, payload));
    }

    private void handOver(ChannelPipeline pipeline) {
        pipeline.replace(this, null, connection);
        pipeline.remove(PacketDecoder.class);
        opened.trySuccess(connection);
    }

    private void fail(ChannelHandlerContext context, Throwable cause) {
        opened.tryFailure(cause);
        context.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, cause instanceof DecoderException ? cause.getCause() : cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        opened.tryFailure(new IOException(connection.server().name() + " has gone"));
    }
}
