package labs.proxy.preamble;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import labs.proxy.config.Server.SendProxy;

/** Says on a new connection to a server who the client is, before anything else is said. */
public final class Introduction extends ChannelInboundHandlerAdapter {
    private final SendProxy version;
    private final ProxyHeader header;

    public Introduction(SendProxy version, ProxyHeader header) {
        this.version = version;
        this.header = header;
    }

    /** Of a connection that is for no client. */
    public Introduction(SendProxy version) {
        this(version, new ProxyHeader(null, null));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ByteBuf bytes = context.alloc().buffer();
        if (version == SendProxy.V1) {
            header.writeLine(bytes);
        } else {
            header.writeBinary(bytes);
        }
        context.writeAndFlush(bytes);
        context.fireChannelActive();
        context.pipeline().remove(this);
    }
}
