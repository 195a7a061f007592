package labs.proxy.preamble;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.AttributeKey;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code accept-proxy}: takes the PROXY header from the beginning of a connection, and keeps what
 * it says for those behind it. A connection that begins in any other way, or does not begin, is
 * closed: behind such a port, only the header says who the client is.
 */
public final class PreambleReader extends ByteToMessageDecoder {
    private static final AttributeKey<ProxyHeader> HEADER =
            AttributeKey.valueOf(PreambleReader.class, "header");
    private static final Logger LOG = LoggerFactory.getLogger(PreambleReader.class);
    private static final int PATIENCE_SECONDS = 5;

    /** What the header said; null if there was none. */
    public static ProxyHeader of(io.netty.channel.Channel channel) {
        return channel.attr(HEADER).get();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.executor()
                .schedule(
                        () -> {
                            if (!context.isRemoved()) {
                                context.close();
                            }
                        },
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        try {
            ProxyHeader header = ProxyHeader.read(in);
            if (header != null) {
                context.channel().attr(HEADER).set(header);
                context.fireUserEventTriggered(header);
                context.pipeline().remove(this);
            }
        } catch (BadPreamble e) {
            LOG.info("{} is no proxy: {}", context.channel().remoteAddress(), e.getMessage());
            in.skipBytes(in.readableBytes());
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0); // a reset
            context.close();
        }
    }
}
