package labs.proxy.run;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.LongConsumer;

/** Counts the bytes that come, and tells if they break off. */
final class Meter extends ChannelInboundHandlerAdapter {
    private final LongConsumer count;
    private final Runnable broken;

    /**
     * @param broken told if the other side cuts the connection off
     */
    Meter(LongConsumer count, Runnable broken) {
        this.count = count;
        this.broken = broken;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        count.accept(((ByteBuf) bytes).readableBytes());
        context.fireChannelRead(bytes);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        broken.run();
        context.fireExceptionCaught(cause);
    }
}
