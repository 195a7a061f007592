package labs.proxy.tcp;

import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** Ends one direction of a connection, once all that was to be said is written. */
final class Ends {
    private Ends() {}

    /** In TLS the end is a message of its own: without it, it looks as if somebody cut it off. */
    static ChannelFuture shut(DuplexChannel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls == null ? channel.shutdownOutput() : tls.closeOutbound();
    }
}
