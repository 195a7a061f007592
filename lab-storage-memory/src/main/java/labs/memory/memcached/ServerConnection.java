package labs.memory.memcached;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.function.IntFunction;
import labs.memory.memcached.ServerStats.Counter;

/**
 * One client: takes bytes in, lets the protocol make answers of them, and sends those together. A
 * client that does not read gets no further answers, and what it sends stays in the network. All of
 * it belongs to the connection's event loop.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter {
    private static final int ANSWERS = 64 * 1024; // bytes that are sent at a time

    private final ServerStats stats;
    private final Reply reply;
    private final IntFunction<Protocol> protocols; // by the first byte of a connection
    private Protocol protocol; // null until there is a byte
    private ByteBuf in; // what was not taken yet, or null
    private boolean blocked; // the client must read first

    ServerConnection(ServerStats stats, Reply reply, IntFunction<Protocol> protocols) {
        this.stats = stats;
        this.reply = reply;
        this.protocols = protocols;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        stats.add(Counter.BYTES_READ, bytes.readableBytes());
        in =
                in == null
                        ? bytes
                        : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), in, bytes);
        if (!blocked) {
            work(context);
        }
    }

    private void work(ChannelHandlerContext context) {
        // BEGIN SOLUTION
        if (protocol == null && in != null && in.isReadable()) {
            protocol = protocols.apply(in.getUnsignedByte(in.readerIndex()));
        }
        openReply(context);
        while (protocol != null && !protocol.isOver() && protocol.step(in())) {
            if (reply.out().readableBytes() >= ANSWERS) {
                context.writeAndFlush(takeReply());
                if (!context.channel().isWritable()) {
                    block(context);
                    return;
                }
                openReply(context);
            }
        }
        forgetWhatWasTaken();
        if (protocol != null && protocol.isOver()) {
            finish(context);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-2: see README, part
        // 2");
    }

    private ByteBuf in() {
        return in == null ? io.netty.buffer.Unpooled.EMPTY_BUFFER : in;
    }

    private void forgetWhatWasTaken() {
        if (in != null && !in.isReadable()) {
            in.release();
            in = null;
        } else if (in != null && in.readerIndex() > in.capacity() / 2) {
            in.discardReadBytes();
        }
    }

    private void openReply(ChannelHandlerContext context) {
        if (reply.out() == null) {
            reply.to(context.alloc().directBuffer(1024));
        }
    }

    private ByteBuf takeReply() {
        ByteBuf out = reply.out();
        reply.to(null);
        stats.add(Counter.BYTES_WRITTEN, out.readableBytes());
        return out;
    }

    private void block(ChannelHandlerContext context) {
        blocked = true;
        context.channel().config().setAutoRead(false);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (blocked && context.channel().isWritable()) {
            blocked = false;
            work(context);
            channelReadComplete(context);
            if (!blocked) {
                context.channel().config().setAutoRead(true);
            }
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (reply.out() != null && reply.out().isReadable() && !holdsAnswers()) {
            context.writeAndFlush(takeReply());
        }
    }

    private boolean holdsAnswers() {
        return protocol != null && protocol.holdsAnswers();
    }

    private void finish(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(false);
        context.writeAndFlush(
                        reply.out() == null ? io.netty.buffer.Unpooled.EMPTY_BUFFER : takeReply())
                .addListener(ChannelFutureListener.CLOSE);
        blocked = true;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        release();
        context.fireChannelInactive();
    }

    private void release() {
        if (protocol != null) {
            protocol.close();
        }
        if (in != null) {
            in.release();
            in = null;
        }
        if (reply.out() != null) {
            takeReply().release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) { // that one is the client's end, in another form
            System.err.printf(
                    "memcached: connection of %s ended: %s%n",
                    context.channel().remoteAddress(), cause);
        }
        context.close();
    }
}
