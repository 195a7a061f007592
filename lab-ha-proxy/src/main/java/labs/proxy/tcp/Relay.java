package labs.proxy.tcp;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Carries what one side says to the other side. Each side has its own, and both work on the same
 * event loop. Until the sides are joined its own side is not read; what comes nevertheless (a
 * native transport may read once when the other end closes) is kept.
 *
 * <ol>
 *   <li>What is read is written to the peer, and flushed once a round of reads is over.
 *   <li>When the peer is not writable, its own side is not read until the peer is again. A side
 *       whose input has ended is not read any more: a native transport may fail at it.
 *   <li>When its own input ends, the peer's output is shut, behind all that waits to be written;
 *       the other direction goes on. A side with both directions shut is closed.
 *   <li>When its own side is closed though its input had not ended, or fails, the peer is reset:
 *       what got lost must not look like an end.
 *   <li>No buffer is left behind.
 * </ol>
 */
public final class Relay extends ChannelInboundHandlerAdapter {
    private final Queue<Object> early = new ArrayDeque<>();
    private DuplexChannel own;
    private DuplexChannel peer; // null until joined
    private boolean ended; // whether the own side has said all

    /** Joins two sides, and begins to read both. */
    public static void join(DuplexChannel one, DuplexChannel other) {
        Relay first = one.pipeline().get(Relay.class);
        Relay second = other.pipeline().get(Relay.class);
        first.peer = other;
        second.peer = one;
        if (!one.isActive() || !other.isActive()) {
            one.close();
            other.close();
            return;
        }
        first.begin();
        second.begin();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        own = (DuplexChannel) context.channel();
    }

    /** There is a peer now: what was kept goes first. */
    private void begin() {
        // BEGIN SOLUTION
        early.forEach(peer::write);
        early.clear();
        peer.flush();
        if (ended) {
            passOnTheEnd();
        } else {
            own.config().setAutoRead(peer.isWritable());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-1: README, part 1");
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        // BEGIN SOLUTION
        if (peer == null) {
            early.add(bytes);
            return;
        }
        peer.write(bytes);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-1: README, part 1");
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        // BEGIN SOLUTION
        if (peer != null) {
            peer.flush();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-1: README, part 1");
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        // BEGIN SOLUTION
        if (peer != null && !peer.isInputShutdown()) {
            peer.config().setAutoRead(own.isWritable());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-1: README, part 1");
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        // BEGIN SOLUTION
        if (event == ChannelInputShutdownEvent.INSTANCE && !ended) {
            ended = true;
            if (peer != null) {
                passOnTheEnd();
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-1: README, part 1");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // BEGIN SOLUTION
        // Before the transport takes the failure for the end of the input, which it does next.
        ended = false;
        own.close();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-1: README, part 1");
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        // BEGIN SOLUTION
        early.forEach(ReferenceCountUtil::release);
        early.clear();
        if (peer == null || !peer.isActive()) {
            return;
        }
        if (ended) {
            peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        } else {
            peer.config().setOption(ChannelOption.SO_LINGER, 0);
            peer.close();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-1: README, part 1");
    }

    // BEGIN SOLUTION
    // To shut the output fails what still waits to be written: an empty write comes behind that.
    private void passOnTheEnd() {
        peer.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(written -> Ends.shut(peer).addListener(shut -> closeIfDone()));
    }

    private void closeIfDone() {
        if (peer.isInputShutdown()) {
            peer.close();
        }
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
