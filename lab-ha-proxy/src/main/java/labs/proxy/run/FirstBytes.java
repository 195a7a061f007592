package labs.proxy.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import labs.proxy.backend.Peer;
import labs.proxy.http.TcpInspection.Decision;

/**
 * {@code tcp-request inspect-delay}: keeps the first bytes of a client until rules have decided, or
 * the time is over. Then it lets them go on, and goes.
 */
final class FirstBytes extends ChannelInboundHandlerAdapter {
    private static final int MOST = 16 * 1024;

    private final TcpDoor door;
    private final Peer peer;
    private CompositeByteBuf bytes; // all so far
    private Future<?> timer;
    private boolean decided;

    FirstBytes(TcpDoor door, Peer peer) {
        this.door = door;
        this.peer = peer;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        bytes = context.alloc().compositeBuffer(64);
        long delay = door.inspection().delay().toMillis();
        timer =
                context.executor()
                        .schedule(() -> look(context, true), delay, TimeUnit.MILLISECONDS);
        context.channel().config().setAutoRead(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        bytes.addComponent(true, (ByteBuf) message);
        look(context, bytes.readableBytes() >= MOST);
    }

    private void look(ChannelHandlerContext context, boolean last) {
        if (decided) {
            return;
        }
        String text = bytes.toString(ISO_8859_1);
        Decision decision = door.inspection().decide(peer, text, last);
        if (decision == Decision.WAIT) {
            return;
        }
        decided = true;
        timer.cancel(false);
        var client = (DuplexChannel) context.channel();
        if (decision == Decision.REFUSE) {
            door.refuse(client);
            return;
        }
        door.pass(client, peer, text);
        ByteBuf first = bytes;
        bytes = null;
        if (first.isReadable()) {
            context.fireChannelRead(first);
        } else {
            first.release();
        }
        context.pipeline().remove(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            look(context, true);
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        timer.cancel(false);
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }
}
