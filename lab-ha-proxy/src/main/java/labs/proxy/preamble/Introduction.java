package labs.proxy.preamble;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.net.InetSocketAddress;
import labs.proxy.config.Server.SendProxy;

/** Says on a new connection to a server who the client is, before anything else is said. */
final class Introduction extends ChannelDuplexHandler {
    private final SendProxy version;
    private final ProxyHeader header;
    private boolean introduced;

    Introduction(SendProxy version, ProxyHeader header) {
        this.version = version;
        this.header = header;
    }

    /** Whoever waits for the connection may write before it is said to be active. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        introduce(context);
        context.write(message, promise);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        introduce(context);
        context.flush();
        context.fireChannelActive();
        context.pipeline().remove(this);
    }

    private void introduce(ChannelHandlerContext context) {
        if (introduced) {
            return;
        }
        introduced = true;
        ByteBuf bytes = context.alloc().buffer();
        if (version == SendProxy.V1) {
            (header.isKnown() ? header : own(context.channel())).writeLine(bytes);
        } else {
            header.writeBinary(bytes);
        }
        context.write(bytes);
    }

    // A connection for no client, such as a check's, tells of itself, as HAProxy's does.
    private static ProxyHeader own(Channel channel) {
        return channel.localAddress() instanceof InetSocketAddress from
                        && channel.remoteAddress() instanceof InetSocketAddress to
                ? new ProxyHeader(from, to)
                : ProxyHeader.UNKNOWN;
    }
}
