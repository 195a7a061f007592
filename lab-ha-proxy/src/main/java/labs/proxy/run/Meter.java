package labs.proxy.run;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.LongConsumer;

/** Counts the bytes that come. */
final class Meter extends ChannelInboundHandlerAdapter {
    private final LongConsumer count;

    Meter(LongConsumer count) {
        this.count = count;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        count.accept(((ByteBuf) bytes).readableBytes());
        context.fireChannelRead(bytes);
    }
}
