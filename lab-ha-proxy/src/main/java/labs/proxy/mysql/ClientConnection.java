package labs.proxy.mysql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.DecoderException;
import labs.proxy.mysql.protocol.PacketWriter;
import labs.proxy.mysql.protocol.ProtocolException;
import labs.proxy.mysql.protocol.Replies;
import labs.proxy.mysql.protocol.SqlError;

/**
 * What is said to a client, and whether it still listens: once it has ended, nothing more is said.
 * Confined to its event loop.
 */
final class ClientConnection {
    private final Channel channel;
    private byte[] challenge; // of its greeting
    private boolean ended;

    ClientConnection(Channel channel) {
        this.channel = channel;
    }

    /** What it was greeted with; null before that. */
    byte[] challenge() {
        return challenge;
    }

    void challenge(byte[] sent) {
        challenge = sent;
    }

    /** A packet of our own, whose payload is given away. */
    void send(int sequence, ByteBuf payload) {
        pass(PacketWriter.packet(channel.alloc(), sequence, payload));
    }

    ByteBufAllocator allocator() {
        return channel.alloc();
    }

    /** Does this on the client's event loop. */
    void execute(Runnable task) {
        channel.eventLoop().execute(task);
    }

    void ok(int sequence, int status) {
        send(sequence, Replies.ok(channel.alloc(), status));
    }

    void error(int sequence, SqlError error) {
        send(sequence, error.payload(channel.alloc()));
    }

    /** What a server said, as it came, given away: whole packets, or parts of one. */
    void pass(ByteBuf packets) {
        if (ended) {
            packets.release();
        } else {
            channel.writeAndFlush(packets, channel.voidPromise());
        }
    }

    /** Whether the client takes what is said; if not, no server should say more. */
    boolean isWritable() {
        return channel.isWritable();
    }

    /** Whether to hear what the client says. */
    void read(boolean on) {
        channel.config().setAutoRead(on);
    }

    boolean hasEnded() {
        return ended;
    }

    /** Says why, and ends; nothing if it has ended. */
    void end(int sequence, SqlError error) {
        if (ended) {
            return;
        }
        ended = true;
        channel.writeAndFlush(
                        PacketWriter.packet(
                                channel.alloc(), sequence, error.payload(channel.alloc())))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** Ends because of this: says why, in a packet of this number, if it is the client's fault. */
    void fail(int sequence, Throwable cause) {
        Throwable real = cause instanceof DecoderException ? cause.getCause() : cause;
        if (real instanceof ProtocolException wrong && channel.isActive()) {
            end(sequence, wrong.error());
        } else {
            cut();
        }
    }

    /** Ends without a word. */
    void cut() {
        ended = true;
        channel.close();
    }
}
