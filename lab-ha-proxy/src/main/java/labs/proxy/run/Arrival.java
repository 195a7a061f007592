package labs.proxy.run;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import labs.proxy.backend.Peer;
import labs.proxy.preamble.PreambleReader;
import labs.proxy.preamble.ProxyHeader;

/**
 * Waits until it is known who a client is: for the PROXY header where there must be one, and for
 * TLS. Then it opens the door and goes.
 */
final class Arrival extends ChannelInboundHandlerAdapter {
    private final Listener listener;
    private boolean headerToCome;
    private boolean tlsToCome;
    private String sni = "";

    private Arrival(Listener listener) {
        this.listener = listener;
    }

    /** Makes a new connection ready for its door. */
    static void prepare(Channel channel, Listener listener) {
        var arrival = new Arrival(listener);
        if (listener.acceptsHeader()) {
            arrival.headerToCome = true;
            channel.pipeline().addLast(new PreambleReader());
        }
        listener.certificates()
                .ifPresent(
                        certificates -> {
                            arrival.tlsToCome = true;
                            channel.pipeline().addLast(new SniHandler(certificates));
                        });
        channel.pipeline().addLast(arrival);
        arrival.openIfKnown(channel.pipeline().context(arrival));
    }

    private void openIfKnown(ChannelHandlerContext context) {
        if (headerToCome || tlsToCome) {
            return;
        }
        Channel channel = context.channel();
        ProxyHeader header = PreambleReader.of(channel);
        boolean told = header != null && header.isKnown();
        var peer =
                new Peer(
                        told ? header.source() : Sockets.internet(channel.remoteAddress()),
                        told ? header.destination() : Sockets.internet(channel.localAddress()),
                        sni,
                        listener.certificates().isPresent());
        listener.door().enter((DuplexChannel) channel, peer);
        context.pipeline().remove(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ProxyHeader) {
            headerToCome = false;
        } else if (event instanceof SniCompletionEvent name && name.hostname() != null) {
            sni = name.hostname();
        } else if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (!handshake.isSuccess()) {
                context.close();
                return;
            }
            tlsToCome = false;
        }
        openIfKnown(context);
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
